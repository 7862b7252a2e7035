"""Lets `python -m dialoogcoder` do what `dialoogcoder` does."""

from dialoogcoder.cli import app

if __name__ == "__main__":
    app()
