"""How this screen looks and sounds."""
