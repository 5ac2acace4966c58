"""The room of codes on papers."""
