"""Where a rule stands: the key of the partner's file, as it is written there, or the item's own words.

Values in, values out.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from dateline.licences.rules import Status, Terms, Use, changes_after, ends_at, to_json, unaccepted
from dateline.licences.rules.usage_terms import Understood, understand


@dataclass(frozen=True)
class Sources:
    """What the terms of an item were made from: the partner's contract, and what the item says of its own use."""

    contract: Terms
    usage_terms: tuple[str, ...] = ()
    credit: str = ""

    def key(self, name: str) -> str:
        """A key of `[partner.terms]` with what stands there: `display_days = 30`."""
        value = to_json(self.contract).get(name)
        # Countries are a list in the file.
        value = value.split() if name == "territory" and isinstance(value, str) else value
        return f"{name} = {json.dumps(value, ensure_ascii=False)}"

    def of_use(self, use: Use) -> str:
        """Why a use is allowed or not: the item's words where they take it away, else the contract's."""
        return self.taking(use) or self.key("uses")

    def taking(self, use: Use) -> str:
        """The item's words that take away a use which the contract names; empty when none do."""
        return self._text(lambda said: use in said.without) if use in self.contract.uses else ""

    def of_pictures(self) -> str:
        """Why pictures may or may not be shown."""
        return self._text(lambda said: said.no_pictures) or self.key("pictures")

    def of_end(self, terms: Terms) -> str:
        """Where the end that comes first stands; empty when there is none."""
        end = ends_at(terms)
        if end is None:
            return ""
        if terms.expires_at == end:
            return self._text(lambda said: said.days is not None) or "the item’s own expiry"
        is_window = ends_at(replace(terms, display_days=None)) != end
        return self.key("display_days" if is_window else "ends_on")

    def of_objection(self, terms: Terms, at: datetime) -> str:
        """Why the page may not be in print at this moment, by the judge's own order of questions."""
        if terms.status in (Status.CANCELED, Status.WITHHELD):
            return f"the sender’s status: {terms.status}"
        if terms.held:
            return _words("; ".join(sorted(terms.held)))
        if Use.PAGE not in terms.uses:
            return self.of_use(Use.PAGE)
        if terms.starts_on and _begins_later(terms, at):
            return self.key("starts_on")
        if terms.status is Status.EMBARGOED or (terms.embargo_until and at < terms.embargo_until):
            return "the item’s embargo"
        if (end := ends_at(terms)) and at >= end:
            return self.of_end(terms)
        return "; ".join(map(_words, sorted(unaccepted(terms))))

    def _text(self, says: Callable[[Understood], bool]) -> str:
        """The item's own words that say so; empty when none do."""
        for text in self.usage_terms:
            said = understand(text.strip(), credit=self.credit)
            if said is not None and says(said):
                return _words(text.strip())
        return ""


def _begins_later(terms: Terms, at: datetime) -> bool:
    """Whether the contract has not begun, whatever else holds."""
    bare = replace(terms, embargo_until=None, ends_on=None, display_days=None, expires_at=None)
    return changes_after(bare, at) is not None


def _words(text: str) -> str:
    return f"the item’s words: “{text}”"
