"""Inquiries: whom to call, what was said, and what became of it."""
