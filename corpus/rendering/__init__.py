"""Renders the corpus' sources (see README.md) to text, Word and PDF files."""
