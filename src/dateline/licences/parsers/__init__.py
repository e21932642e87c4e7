"""What an operator hands in: the file of licences, and the partners' logos."""

from dateline.licences.parsers.contracts import Contract, read_contracts
from dateline.licences.parsers.logos import clean_logo

__all__ = ["Contract", "clean_logo", "read_contracts"]
