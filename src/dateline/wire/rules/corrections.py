"""Whether the sender says that a version corrects an earlier one."""

import re

from dateline.wire.rules.item import Item

# IPTC's signal `sig:correction`, TT's and AFP's own words for it.
_SIGNALS = {"correction", "corrected", "corr"}
_IN_A_NOTE = re.compile(
    r"\b(correct(s|ed|ion|ions|ing)|berichtigt|berichtigung|korrigiert|korrektur|rättelse)\b|정정|바로잡",
    re.IGNORECASE,
)
# In a headline only as agencies set it there: first word, all in capitals.
_IN_A_HEADLINE = re.compile(r"\s*(\(?CORRECTED\b|\(?CORRECTION\b|\[?정정\]?)")


def says_corrected(item: Item) -> bool:
    """Whether signals, editor's note, headline or slugline call it a correction."""
    signals = {signal.rpartition(":")[2].rpartition("/")[2].lower() for signal in item.signals}
    if signals & _SIGNALS or _IN_A_NOTE.search(item.edit_note):
        return True
    return any(_IN_A_HEADLINE.match(text) for text in (item.headline, item.slugline))
