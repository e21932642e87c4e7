"""What stories does when it hears a notice."""


def register() -> None:
    """Nothing yet."""
