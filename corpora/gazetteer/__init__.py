"""Gazetteers: data tables with sources, and their loaders."""
