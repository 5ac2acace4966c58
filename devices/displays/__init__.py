"""Displays of two lines that guests look at."""
