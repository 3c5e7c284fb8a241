"""The pages, a module for each kind: what it looks up, and how it is shown."""
