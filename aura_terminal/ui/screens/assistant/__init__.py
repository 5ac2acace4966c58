"""The back office's assistant: online only, and nothing of it is kept."""
