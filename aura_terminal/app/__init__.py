"""The composition root and the command line: knows everybody, and nobody imports it."""
