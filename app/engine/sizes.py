"""Amounts of bytes as people read them."""

UNITS = ("B", "kB", "MB", "GB", "TB")


def in_bytes(amount: float) -> str:
    """`98 MB`, `1.4 GB`: three digits at most, in powers of a thousand as disks are sold."""
    for unit in UNITS:
        if abs(amount) < 999.5 or unit == UNITS[-1]:
            break
        amount /= 1000
    digits = 1 if unit in ("GB", "TB") and abs(amount) < 99.95 else 0
    return f"{amount:.{digits}f} {unit}"
