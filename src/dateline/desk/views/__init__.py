"""Screens of the desk, a module a room."""
