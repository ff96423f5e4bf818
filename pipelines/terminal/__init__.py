"""What a person sees: consoles, names that fit and move no cursor, tables, progress, and how a run is stopped."""
