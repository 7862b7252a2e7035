"""Attributed quotes in running text."""
