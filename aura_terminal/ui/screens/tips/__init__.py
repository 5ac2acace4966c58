"""The tips of a day, shared and paid out."""
