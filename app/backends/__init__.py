"""The models we can talk to, one file each."""
