"""Speaker labels in running text: which line starts are labels, and what each says."""
