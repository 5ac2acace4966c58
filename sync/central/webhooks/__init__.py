"""Telling subscribers what happened: a durable queue, signed bodies, retries (reference, "Webhook Events")."""
