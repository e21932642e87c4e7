"""What the archive writes: the index of what is in print, the five under a story, what is read most."""

from dateline.archive.actions.choosing import choice_for, choose
from dateline.archive.actions.counting import count_readings
from dateline.archive.actions.indexing import drop, drop_unprinted, index, index_everything

__all__ = ["choice_for", "choose", "count_readings", "drop", "drop_unprinted", "index", "index_everything"]
