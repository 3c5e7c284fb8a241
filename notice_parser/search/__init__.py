"""One SQLite file → search."""
