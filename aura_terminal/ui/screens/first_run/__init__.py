"""The first run: from nothing to a register that sells."""
