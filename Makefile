# `make` alone prints the targets. `make run` and `make test` create what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup run test bench bench-themes ablation lint types check lock clean

help: ## print the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)

setup: $(STAMP) ## create .venv from requirements.lock

run: setup ## code the sample dialogues into data/coded/
	$(BIN)/dialoogcoder run data/raw --out data/coded/voorbeeld

test: setup ## run the tests
	$(BIN)/python -m pytest

bench: setup ## the whole run against the sentence embedder alone
	$(BIN)/python benchmarks/speed.py

bench-themes: setup ## threads beside k-means (and BERTopic's default: see benchmarks/themes.py)
	$(BIN)/python benchmarks/themes.py

ablation: setup ## what each part of the classifier is worth on unseen documents
	$(BIN)/python benchmarks/ablation.py

lint: setup ## check style
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks

types: setup ## check types
	$(BIN)/mypy

check: lint types test ## all that CI runs

lock: ## renew requirements.lock (needs uv)
	uv pip compile --universal --override pipelines/without-torch.txt --no-header --no-annotate \
	  --group dev pyproject.toml --quiet | grep -v "sys_platform == 'never'" > requirements.lock

clean: ## remove .venv, caches and the coded samples
	rm -rf $(VENV) data/coded/voorbeeld .pytest_cache .mypy_cache .ruff_cache .hypothesis
