"""Structure of the text: zones of the paper, paragraphs, the numbering tree."""
