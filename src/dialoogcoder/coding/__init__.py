"""Stage 4: which codes a passage carries, with what probability.

| in | out |
|---|---|
| passages, their embeddings | codings, and the reasons for those that hold |
"""

from dialoogcoder.coding.evaluation import evaluate
from dialoogcoder.coding.given import given_codings
from dialoogcoder.coding.judged import train_and_judge
from dialoogcoder.coding.labelled import read_data
from dialoogcoder.coding.material import prepare
from dialoogcoder.coding.models import Model, load_model, save_model
from dialoogcoder.coding.stage import code_passages
from dialoogcoder.coding.views import CodebookViews

__all__ = [
    "CodebookViews",
    "Model",
    "code_passages",
    "evaluate",
    "given_codings",
    "load_model",
    "prepare",
    "read_data",
    "save_model",
    "train_and_judge",
]
