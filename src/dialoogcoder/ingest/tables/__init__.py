"""Tables: a turn or a quote a row."""
