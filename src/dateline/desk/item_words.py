"""How an editor calls what came in, and the story made of it: by its guid only where nothing better is known."""

from collections.abc import Iterable
from dataclasses import dataclass

from dateline.stories import wire_items
from dateline.stories.models import Story, Withdrawal
from dateline.wire.models import WireItem, WirePicture
from dateline.wire.rules import Item, State

LONGEST = 110
_RECALLED = {State.KILLED: "Killed", State.WITHHELD: "Withheld"}


@dataclass(frozen=True)
class StoryState:
    """How a story stands: `key` for the eye, `said` for the reader."""

    key: str
    said: str


def names(rows: Iterable[WireItem]) -> dict[int, str]:
    """What each of these items is called: headline, else slugline, else a picture's caption, else its guid."""
    rows = list(rows)
    read = {row.pk: row.current.read for row in rows if row.current and not row.headline}
    held = _headlines(item for item in read.values() if item.kind == "package")
    return {row.pk: row.headline or _called(row, read.get(row.pk), held) for row in rows}


def name(row: WireItem) -> str:
    """What one item is called."""
    return names([row])[row.pk]


def kind(row: WireItem) -> str:
    """`Picture`, `Package`; empty for a text."""
    return "" if row.kind == "text" else row.kind.capitalize()


def refusal(row: WireItem, item: Item) -> str:
    """Why this item can never become a story, as a sentence without its guid; empty when it may."""
    if refused := wire_items.refusal(row).removeprefix(row.guid).strip():
        return f"It {refused}."
    if row.kind != "text" and not item.body_text:
        return f"It is a {row.kind} without a text of its own: it comes into the paper with its story."
    return ""


def is_recalled(row: WireItem) -> bool:
    """Whether the sender wants it nowhere in print."""
    return row.state in _RECALLED


def is_recalled_picture(picture: WirePicture) -> bool:
    """Whether the item that it came with was recalled, or the picture by its own guid."""
    item = picture.version.item
    own = WireItem.objects.filter(partner=item.partner_id, guid=picture.guid, state__in=_RECALLED)
    return is_recalled(item) or bool(picture.guid and own.exists())


def state_of(story: Story, row: WireItem, *, is_withdrawn: bool) -> StoryState:
    """How the story of an item stands. A recall says more than that it is no longer in print."""
    if story.live:
        return StoryState("live", "In print")
    if said := _RECALLED.get(State(row.state)):
        return StoryState(row.state, said)
    if story.approved_schedule:
        return StoryState("scheduled", "Scheduled")
    return StoryState("withdrawn", "Out of print") if is_withdrawn else StoryState("draft", "Draft")


def withdrawn(stories: Iterable[Story]) -> set[int]:
    """Which of these stories were taken out of print at any time."""
    found = Withdrawal.objects.filter(story__in=[story.pk for story in stories])
    return set(found.values_list("story_id", flat=True))


def _called(row: WireItem, item: Item | None, held: dict[str, str]) -> str:
    if item is None:
        return row.guid
    captions = (picture.caption for picture in item.pictures)
    inside = next((held[link.href] for link in item.links if link.href in held), "")
    with_words = f"With “{inside}”" if item.kind == "package" and inside else ""
    said = next(filter(None, (item.slugline, with_words, *captions)), row.guid)
    return said if len(said) <= LONGEST else said[:LONGEST].rsplit(" ", 1)[0] + " …"


def _headlines(packages: Iterable[Item]) -> dict[str, str]:
    """Headlines by guid of what these packages hold."""
    inside = {link.href for package in packages for link in package.links}
    found = WireItem.objects.filter(guid__in=inside).exclude(headline="")
    return dict(found.values_list("guid", "headline"))
