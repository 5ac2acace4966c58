"""Outage drills of a training store: what is really cut, and what it needs to be cut from."""
