"""The readers room: who reads, and who of them holds keys to the desk."""
