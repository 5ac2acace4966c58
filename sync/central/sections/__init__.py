"""The sections of the API, one module each: its models and its routes. They know nothing of each other."""
