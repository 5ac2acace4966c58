"""The audit: what people did, searched, proved and taken away as a file."""
