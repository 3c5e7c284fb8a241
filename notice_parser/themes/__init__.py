"""Limitations → themes."""
