"""Extraction: one spaCy component for each kind of field, on a tokenizer of our own."""
