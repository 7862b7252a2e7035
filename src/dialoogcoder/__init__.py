"""dialoogcoder codes Dutch dialogue transcripts on the analyst's own computer."""

__version__ = "0.1.0"
