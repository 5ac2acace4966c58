"""Scanners that have a line of their own."""
