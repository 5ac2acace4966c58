"""Copies of the store, and going back to one."""
