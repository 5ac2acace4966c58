"""Which printer prints what."""
