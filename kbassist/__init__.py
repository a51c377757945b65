"""Paste an error, get the fix."""

__version__ = "0.1.0"
