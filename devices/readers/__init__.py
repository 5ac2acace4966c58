"""Card terminals: dialects over a byte pipe or HTTPS, each a codec that knows no wire and a driver above it."""
