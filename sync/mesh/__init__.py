"""Terminals of one store exchanging facts: a pure machine without clock, thread or socket (`machine.Mesh`)."""
