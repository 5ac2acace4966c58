"""Orders that leave the house."""
