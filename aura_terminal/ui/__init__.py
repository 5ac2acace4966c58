"""What people see and touch: theme, widgets, screens and the shell that holds them."""
