"""Small Protocols: what the inside needs from the world."""
