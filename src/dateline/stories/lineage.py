"""What a story was made from, and what was made from it: copies, translations, rewrites.

It is written down when the story is made: by copying and translating, and by an editor who says so. A kill goes
all the way down it, and the door into print asks all the way up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.house import clock, notices, who
from dateline.licences.models import Partner
from dateline.licences.rules import Status, from_json, may_change
from dateline.wire.models import WireItem
from dateline.wire.rules import RECALLED

if TYPE_CHECKING:
    from dateline.stories.models import Origin, Story


@dataclass(frozen=True)
class Said:
    """What a story that is being saved was made from: a story of the paper's, or an item of a partner's wire."""

    how: str
    source: "Story | None" = None
    partner: Partner | None = None
    guid: str = ""

    @property
    def item(self) -> "tuple[Partner | None, str]":
        """Whose item that is, and its guid: the source's own where it has one."""
        if self.source and self.source.guid:
            return self.source.partner, self.source.guid
        return self.partner, self.guid


def say(story: "Story", *said: Said) -> None:
    """Have it written down with the story's next draft, or with the story itself when it is new."""
    story.is_made_from = (*getattr(story, "is_made_from", ()), *said)


def keep(story: "Story") -> None:
    """Write down what was said of this story; in the transaction in which it is saved. Safe to repeat."""
    for said in story.__dict__.pop("is_made_from", ()):
        _keep(story, said)


def _keep(story: "Story", said: Said) -> None:
    from dateline.stories.models import Origin

    source = said.source
    if source is not None and source.pk == story.pk:
        return
    partner, guid = said.item
    _, is_new = Origin.objects.get_or_create(
        story=story, source=source, partner=partner, guid=guid,
        defaults={"how": said.how, "by": who.acts(), "at": clock.now()},
    )  # fmt: skip
    if is_new:
        facts = {"how": said.how, "by": who.acts(), "guid": guid, "source": source.pk if source else None}
        notices.post(story.tag, "story.origin-kept", facts=facts)


def origins_of(story: "Story") -> list["Origin"]:
    """What this story was made from, oldest first."""
    found = story.made_from.select_related("source__locale", "partner")
    return list(found.order_by("pk"))


def made_of(row: WireItem, stories: Iterable["Story"]) -> dict["Story", "Origin"]:
    """Every story that was made from this item, or from `stories`, or from one that was; and how.

    Those that are the item itself, under another address, are not among them: they carry its guid.
    """
    from dateline.stories.models import Origin

    found: dict[Story, Origin] = {}
    rows = Origin.objects.select_related("story__locale", "story__partner")
    known = {story.pk for story in stories}
    found_now = list(rows.filter(partner=row.partner, guid=row.guid))
    above = list(known)
    while found_now or above:
        found_now += rows.filter(source__in=above)
        above = []
        for origin in found_now:
            if origin.story_id not in known:
                known.add(origin.story_id)
                above.append(origin.story_id)
                found[origin.story] = origin
        found_now = []
    return {
        story: how
        for story, how in found.items()
        if (story.partner_id, story.guid) != (row.partner_id, row.guid)
    }


def objection(story: "Story") -> str:
    """Why what this story was made from keeps it out of print; empty when it does not."""
    from dateline.stories.models import Origin

    rows = Origin.objects.select_related("partner", "source__partner", "source__locale")
    # Most are made from nothing: asked for by number alone, which costs a fraction of reading the rows.
    kept = list(Origin.objects.filter(story=story.pk).values_list("pk", flat=True)) if story.pk else []
    above = list(rows.filter(pk__in=kept)) if kept else []
    above += [_unkept(said) for said in getattr(story, "is_made_from", ())]
    asked: set[int] = set()
    while above:
        for origin in above:
            if refused := _refusal(story, origin):
                return refused
        higher = {origin.source_id for origin in above if origin.source_id} - asked
        asked |= higher
        above = list(rows.filter(story__in=higher))
    return ""


def why_recalled(story: "Story") -> str:
    """In a sentence for an editor, why no draft of this story is shown; empty where nobody has recalled it."""
    status = story.terms.status
    if story.partner and status in (Status.CANCELED, Status.WITHHELD):
        verb = "killed" if status is Status.CANCELED else "withheld"
        return f"{story.partner.name} has {verb} it."
    refused = objection(story) if story.made_from.exists() else ""
    return f"{refused[:1].upper()}{refused[1:]}." if refused else ""


def _unkept(said: Said) -> "Origin":
    from dateline.stories.models import Origin

    partner, guid = said.item
    return Origin(how=said.how, source=said.source, partner=partner, guid=guid)


def _refusal(story: "Story", origin: "Origin") -> str:
    if origin.partner is None:
        return ""
    state = (
        WireItem.objects.filter(partner=origin.partner, guid=origin.guid)
        .values_list("state", flat=True)
        .first()
    )
    if state in RECALLED:
        return f"it was made from what {origin.partner.name} has {state}"
    if origin.how == origin.How.TRANSLATION and story.partner_id is None:
        terms = (
            origin.source.terms if origin.source and origin.source.guid else from_json(origin.partner.terms)
        )
        if not (ruled := may_change(terms, "text")):
            return f"{ruled.reason}: a translation is not licensed"
    return ""
