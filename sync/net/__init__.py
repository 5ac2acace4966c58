"""The way between terminals: certificates, pairing, TLS connections, discovery. It carries bytes and reads no fact."""
