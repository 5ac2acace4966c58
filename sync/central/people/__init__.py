"""Who works in a store, when they worked and when they are to work."""
