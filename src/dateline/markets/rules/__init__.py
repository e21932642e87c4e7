"""What the markets room thinks: ticks into quotes, quotes into states, prices into figures."""

from dateline.markets.rules.figures import Move, change, level, move, on_screen, percent_change, signed
from dateline.markets.rules.hours import Calendar, Hours, Session, Span, corrected, hours, next_days
from dateline.markets.rules.quotes import (
    DEFAULT_JUMP_LIMIT_PERCENT,
    FUTURE_TOLERANCE,
    WRONG_UNIT_FACTOR,
    WRONG_UNIT_FACTOR_OF_LAST,
    Folded,
    Instrument,
    Quote,
    Strip,
    Tick,
    fold,
    new_strip,
)
from dateline.markets.rules.replay import Recording, due, next_due_at
from dateline.markets.rules.states import Feed, Standing, State, state

__all__ = [
    "DEFAULT_JUMP_LIMIT_PERCENT",
    "FUTURE_TOLERANCE",
    "WRONG_UNIT_FACTOR",
    "WRONG_UNIT_FACTOR_OF_LAST",
    "Calendar",
    "Feed",
    "Folded",
    "Hours",
    "Instrument",
    "Move",
    "Quote",
    "Recording",
    "Session",
    "Span",
    "Standing",
    "State",
    "Strip",
    "Tick",
    "change",
    "corrected",
    "due",
    "fold",
    "hours",
    "level",
    "move",
    "new_strip",
    "next_days",
    "next_due_at",
    "on_screen",
    "percent_change",
    "signed",
    "state",
]
