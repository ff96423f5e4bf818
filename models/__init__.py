"""Floor 2: what knows the language and the domain."""
