"""Subscribers: the store's own webhooks, in the form AuraFlow POS documents."""
