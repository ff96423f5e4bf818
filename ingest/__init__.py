"""Floor 3: from a file to pages of positioned lines."""
