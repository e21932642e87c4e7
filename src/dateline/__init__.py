"""Dateline: the whole of a digital newspaper."""

__version__ = "0.1.0"
