"""Campaign definitions as other programs want them: one file a format."""
