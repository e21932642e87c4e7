"""Fetches what strangers' addresses name, and never from within our own network (R39)."""
