"""Image steps: each in its own file, each applied only where the page asks for it."""
