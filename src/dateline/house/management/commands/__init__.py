"""Where Django's own commands are not enough for us."""
