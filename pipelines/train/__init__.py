"""Training: typeset → OCR → align → fit the noise channel → train → score; the only place where training meets OCR."""
