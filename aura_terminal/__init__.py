"""Aura Terminal: an offline-first point-of-sale and kitchen terminal."""
