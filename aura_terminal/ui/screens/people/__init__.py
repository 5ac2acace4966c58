"""Who works here: people, roles, rights of their own, PINs and files."""
