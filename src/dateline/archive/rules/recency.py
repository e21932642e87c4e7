"""How much an older story counts for less."""

import math
from datetime import timedelta

HALF_LIFE = timedelta(days=30)  # a month-old story stands half way between a new one and an old one
FLOOR = 0.6  # what any age keeps: an old story that is much closer still beats a new one that is hardly so


def recency_weight(age: timedelta) -> float:
    """1 for a story of this moment (or one dated ahead), falling by half a month towards 0.6, never below."""
    months = max(age, timedelta()) / HALF_LIFE
    return FLOOR + (1 - FLOOR) * math.pow(0.5, months)
