"""Scales: what they say on the wire, and one driver that asks them."""
