"""The flow: stages put in order, and what is found, learned and judged around them."""

from dialoogcoder.pipeline.finding import (
    codebook_beside,
    codebook_for,
    codebook_of_data,
    find_codebook,
    find_model,
    find_role_model,
)
from dialoogcoder.pipeline.learning import evaluate_roles, train, train_roles
from dialoogcoder.pipeline.running import Summary, run

__all__ = [
    "Summary",
    "codebook_beside",
    "codebook_for",
    "codebook_of_data",
    "evaluate_roles",
    "find_codebook",
    "find_model",
    "find_role_model",
    "run",
    "train",
    "train_roles",
]
