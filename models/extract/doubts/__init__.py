"""What can be seen of a value without knowing what it means, and what speaks against it."""
