"""The yardsticks: the real window measured beside a bare one, against a server of its own."""
