"""Notices → tables."""
