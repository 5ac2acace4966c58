"""The room of the rules for service."""
