"""The commands, a module for each group: the arguments of each and what it calls."""
