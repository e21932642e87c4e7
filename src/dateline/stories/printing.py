"""Fills the dataclasses of `stories.printed` and prints them."""


def register() -> None:
    """Nothing yet."""
