"""Printers, drawers and the worker that drives them; dialects over transports."""
