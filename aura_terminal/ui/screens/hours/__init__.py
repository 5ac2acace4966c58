"""The manager's room of hours."""
