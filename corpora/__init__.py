"""Floor 1: knowledge as data, and the errors that every floor raises."""
