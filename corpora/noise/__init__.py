"""How text is lost: specimens of print, what OCR models make of them, and a noise channel learned from both."""
