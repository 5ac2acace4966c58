"""The display for guests at the counter."""
