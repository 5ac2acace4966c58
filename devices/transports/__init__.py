"""Byte pipes to devices; every call ends within the time it was given."""
