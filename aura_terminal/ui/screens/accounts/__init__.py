"""The room of value accounts."""
