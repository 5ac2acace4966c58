"""The room where outages are drilled, in training."""
