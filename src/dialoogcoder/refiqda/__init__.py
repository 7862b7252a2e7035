"""Reads what qualitative software exchanges: REFI-QDA projects (.qdpx) and codebooks (.qdc)."""

from dialoogcoder.refiqda.project import Project, ProjectCoding, ProjectSource, read_project

__all__ = ["Project", "ProjectCoding", "ProjectSource", "read_project"]
