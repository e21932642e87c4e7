"""Django looks here for commands of its own kind."""
