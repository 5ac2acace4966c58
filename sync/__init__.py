"""Terminals and back offices: what happened here reaches them, and what happened there arrives."""
