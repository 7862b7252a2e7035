"""Writes REFI-QDA projects (.qdpx) and codebooks (.qdc) for ATLAS.ti, MAXQDA, NVivo, QualCoder."""

from dialoogcoder.export.refi.codebook import write_codebook
from dialoogcoder.export.refi.project import write_project

__all__ = ["write_codebook", "write_project"]
