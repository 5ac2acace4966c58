"""Where the central keeps things: journal, rows that are read, replies; SQLite or PostgreSQL from the same code."""
