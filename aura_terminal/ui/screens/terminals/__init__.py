"""The page of the store's terminals and of past outages."""
