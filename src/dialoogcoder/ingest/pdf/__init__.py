"""PDF files with a text layer, as paragraphs in reading order."""
