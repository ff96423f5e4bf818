"""Floor 4: the ways through, and the command line."""
