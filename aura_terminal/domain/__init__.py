"""The rules of the shop. Standard library only; no I/O, no clock, no chance."""
