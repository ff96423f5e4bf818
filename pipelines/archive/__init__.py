"""The archive: many scans loaded once, nothing lost; every file is read, partly read, a duplicate or in quarantine."""
