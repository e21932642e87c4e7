"""How the comments room thinks: what counts as a character, what may be printed, who asks."""

from dateline.comments.rules.asking import is_from_our_page
from dateline.comments.rules.questions import (
    HOUSE_QUESTIONS,
    Answers,
    Outcome,
    Policy,
    Question,
    Ruling,
    Submission,
    rule,
)
from dateline.comments.rules.text import clean, initials, is_same, length, link_count
from dateline.comments.rules.wording import sentence

__all__ = [
    "HOUSE_QUESTIONS",
    "Answers",
    "Outcome",
    "Policy",
    "Question",
    "Ruling",
    "Submission",
    "clean",
    "initials",
    "is_from_our_page",
    "is_same",
    "length",
    "link_count",
    "rule",
    "sentence",
]
