"""Blocks that pictures carry in themselves: bytes in, values out, and back."""
