"""Documents that an act cites."""
