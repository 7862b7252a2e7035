"""Documents of word processors and web pages, as paragraphs."""
