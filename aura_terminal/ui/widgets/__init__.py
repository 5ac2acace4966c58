"""Reusable parts of screens: plain frozen rows in, signals out; they know nothing of the shop and hold no sentence."""
