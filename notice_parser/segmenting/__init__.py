"""Document → outline → statements."""
