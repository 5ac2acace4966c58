"""The day in figures, and closing it."""
