"""Writing the menu: items, choices, prices, taxes and files."""
