"""Sets a partner's copy, its pictures and its record into a story."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dateline.house.home import home
from dateline.licences.rules import Terms, ends_at, from_json, is_the_partners, to_json, updated
from dateline.pictures import actions as picture_actions
from dateline.pictures.errors import PictureError
from dateline.pictures.models import Picture
from dateline.stories import actions, door, setting, wire_items
from dateline.stories.models import Story
from dateline.wire.models import WireItem, WirePicture
from dateline.wire.rules import Item

UNDESCRIBED = {"en": "No description was sent with this picture.", "ko": "설명 없이 들어온 사진입니다."}


def set_copy(story: Story, row: WireItem, item: Item, terms: Terms) -> None:
    """Set an item's copy and record into a story; saves nothing."""
    blocks, place = setting.blocks_of(item.body_html, item.body_text, item.dateline)
    story.title = item.headline[:255] or row.guid
    # A feed may send one description and nothing else: it is the body, and is not printed twice.
    story.standfirst = "" if item.standfirst == item.body_text else item.standfirst
    story.byline = item.byline[:200]
    story.dateline = place[:120]
    story.body = stream(story, blocks)
    story.wire_version = row.version
    story.wire_headline = story.title
    story.wire_hash = door.wire_hash(story.plain_text())
    story.source_address = _source(item)
    picture = _lead(row, terms, story)
    # Only now have they been opened: what they say of themselves narrows the whole.
    if wire_items.facts_of(row, item).ai_is_reserved:
        terms = replace(terms, ai=False, item_reserves_ai=True)
    story.licence = to_json(terms)
    story.ends_at = ends_at(terms)
    story.lead_picture = picture
    story.lead_caption = ""


def open_pictures(row: WireItem) -> None:
    """Open what came with the item, ahead of the transaction that sets it into a story."""
    contract = from_json(row.partner.terms)
    for sent in row.current.pictures.all() if row.current else ():
        if wire_items.is_licensed(sent, contract):
            picture_actions.open_ahead(_bytes(sent), name=_name(sent), partner=row.partner)


def bring_up_to_date(story: Story, row: WireItem, item: Item) -> None:
    """Set the newer version into the story: its record at once, its text as a new draft."""
    terms = updated(story.terms, from_json(row.partner.terms), wire_items.facts_of(row, item))
    fresh = Story.objects.get(pk=story.pk)
    set_copy(fresh, row, item, terms)
    actions.record(
        story,
        **{
            name: getattr(fresh, name)
            for name in door.KEPT
            if name not in ("published_at", "updated_at", "text_hash")
        },
    )
    draft = story.get_latest_revision_as_object()
    for name in ("title", "standfirst", "byline", "dateline", "body", "lead_picture", "lead_caption"):
        setattr(draft, name, getattr(fresh, name))
    draft.save_revision()


def says_news(story: Story, row: WireItem, item: Item, terms: Terms, *, is_pictured: bool) -> bool:
    """Whether the item says anything that our record of it does not: the same number may carry other words."""
    if story.wire_version != row.version or to_json(terms) != story.licence:
        return True
    if is_pictured and story.lead_picture_id is None:
        return True
    return story.wire_headline != (item.headline[:255] or row.guid) or hash_of(item, story) != story.wire_hash


def hash_of(item: Item, story: Story) -> str:
    """What `wire_hash` of this story is, if this is the version that it holds."""
    sent = Story(locale=story.locale)
    blocks, _ = setting.blocks_of(item.body_html, item.body_text, item.dateline)
    sent.body = stream(sent, blocks)
    return door.wire_hash(sent.plain_text())


def stream(story: Story, blocks: Sequence[tuple[str, Any]]) -> Any:
    block = Story._meta.get_field("body").stream_block
    return block.normalize(block.to_python([{"type": kind, "value": _raw(value)} for kind, value in blocks]))


def _raw(value: Any) -> Any:
    return value.source if hasattr(value, "source") else value


def _lead(row: WireItem, terms: Terms, story: Story) -> Picture | None:
    """The first picture that came with the item and that the licence lets us show; the others are kept too."""
    kept = [
        picture
        for sent in (row.current.pictures.order_by("position") if row.current else ())
        if (picture := _keep(sent, row, terms, story))
    ]
    return kept[0] if kept else None


def _keep(sent: WirePicture, row: WireItem, terms: Terms, story: Story) -> Picture | None:
    """Kept also while an embargo or unread terms keep the story out: whoever prints it is asked again."""
    if not wire_items.is_licensed(sent, terms):
        return None
    try:
        picture = picture_actions.keep(
            _bytes(sent), name=_name(sent), partner=row.partner, caption=sent.caption, credit=sent.credit,
            alt=sent.alt, terms=terms,
            is_third_party=not is_the_partners(terms, sent.credit, sent.copyright_notice),
        )  # fmt: skip
    except PictureError:
        return None
    if picture.is_withdrawn:
        return None
    if not picture.alt and not picture.caption:
        # A listener is told that something is there; with a caption, that is what is read out.
        picture.alt = UNDESCRIBED.get(story.language, UNDESCRIBED["en"])
        picture.save(update_fields=["alt"])
    return picture


def _bytes(sent: WirePicture) -> bytes:
    return (home() / "wire" / "pictures" / sent.sha256).read_bytes()


def _name(sent: WirePicture) -> str:
    return sent.file_name or sent.sha256


def _source(item: Item) -> str:
    """Where the partner itself has it in print."""
    for link in item.links:
        if link.rel.rpartition(":")[2].lower() in (
            "canonical",
            "alternate",
            "self",
        ) and link.href.startswith("http"):
            return link.href[:1000]
    return ""
