"""What is mirrored, a module for each family of lists."""
