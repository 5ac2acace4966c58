"""The store's own papers, money and day."""
