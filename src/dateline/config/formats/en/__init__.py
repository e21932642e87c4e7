"""English as a newsroom in Seoul or London writes it."""
