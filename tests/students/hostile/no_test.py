"""Hands in nothing that could be run."""
