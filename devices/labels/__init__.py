"""Label printers: the same laid-out lines, placed on labels of a fixed height."""
