"""Where things are cooked, and what goes where."""
