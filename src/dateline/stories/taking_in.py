"""From the wire to a draft, or into print; and what a newer version, a kill or a standing order does to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from dateline.house import clock, notices
from dateline.house.errors import DatelineError
from dateline.house.home import home
from dateline.house.models import Notice
from dateline.licences import queries as licences
from dateline.licences.rules import (
    ItemFacts,
    Status,
    Terms,
    Use,
    ends_at,
    from_json,
    is_the_partners,
    is_yet_to_come,
    judge,
    licenses_picture,
    narrow,
    to_json,
    updated,
)
from dateline.pictures import actions as picture_actions
from dateline.pictures.errors import PictureError
from dateline.pictures.models import Picture
from dateline.stories import actions, door, queries, rules, setting, tree
from dateline.stories.errors import NotTakenIn, StoriesError, UnknownWireItem
from dateline.stories.models import Section, Story
from dateline.wire.models import WireItem, WirePicture
from dateline.wire.rules import Item, State, publishable

# Said only of a picture that nobody has described, in the file, beside it or beneath it.
UNDESCRIBED = {"en": "No description was sent with this picture.", "ko": "설명 없이 들어온 사진입니다."}


@dataclass(frozen=True)
class Taken:
    """The story, and the number of the notice that its press run waits for."""

    story: Story
    seq: int


def take_in(
    guid: str,
    *,
    section_slug: str,
    at: datetime,
    by: str,
    partner_slug: str = "",
    publish: bool = False,
    published_at: datetime | None = None,
    user: Any = None,
) -> Taken:
    """A wire item as a draft of a section, or in print. The same item again is the same story.

    `published_at`: the moment that readers see; not in the future and not before the embargo.
    Raises UnknownWireItem, UnknownSection, NotTakenIn, NotLicensed; then nothing has changed.
    """
    row = _wire_item(guid, partner_slug)
    item = _item(row)
    if item.embargoed_until and published_at and published_at < item.embargoed_until:
        raise NotTakenIn(
            f"{guid} is under embargo until {item.embargoed_until.isoformat()}; publish it with a later moment"
        )
    section = _section(section_slug, item)
    with transaction.atomic():
        story = queries.of_item(row.partner, guid).filter(locale=section.locale).first()
        if story is None:
            story = _draft(row, item, section, at, user)
            _audit(story, "story.taken-in", by=by)
        elif story.wire_version != row.version:
            _bring_up_to_date(story, row, item)
        seq = actions.publish(story, at=published_at, by=user) if publish else notices.latest()
        if publish:
            _audit(
                story, "story.backdated" if published_at else "story.put-in-print", by=by, moment=published_at
            )
    return Taken(story, seq)


def hear_wire(notice: Notice) -> None:
    """`wire.…` about `wire:<pk>`: withdraw what was killed, keep what was corrected, obey a standing order."""
    row = (
        WireItem.objects.select_related("partner", "current")
        .filter(pk=int(notice.about.partition(":")[2]))
        .first()
    )
    if row is None:
        return
    stories = list(queries.of_item(row.partner, row.guid))
    if row.state in (State.KILLED, State.WITHHELD):
        for story in stories:
            _recall(story, row)
        _recall_pictures(row)
        return
    _bring_pictures_back(row)
    if row.current is None or row.state == State.REFUSED:
        return
    if stories:
        for story in stories:
            _hear_newer(story, row, is_pictured=notice.kind == "wire.pictured")
    elif row.state == State.USABLE:
        _obey_standing_order(row, clock.now())


def refusal(row: WireItem) -> str:
    """Why this item can never become a story; empty when an editor may take it in."""
    try:
        _item(row)
    except NotTakenIn as refused:
        return str(refused)
    return ""


def terms_for(row: WireItem, item: Item) -> Terms:
    """The partner's contract narrowed by what this item says."""
    return narrow(from_json(row.partner.terms), facts_of(row, item))


def facts_of(row: WireItem, item: Item) -> ItemFacts:
    """What an item says of its own use, in the licence room's words; an editor's time for a held item counts."""
    embargo = row.embargo_set_to or item.embargoed_until
    return ItemFacts(
        embargo_until=embargo,
        expires_at=item.expires_at,
        status=_status(row, item),
        held="" if row.embargo_set_to else item.hold,
        usage_terms=(*item.usage_terms, *_terms_of_pictures(row)),
        credit=item.credit,
        copyright=item.copyright_notice,
        sent_at=item.version_created_at,
    )


def _terms_of_pictures(row: WireItem) -> list[str]:
    """What stands with the pictures that would be shown: the strictest of text and pictures counts for both."""
    if row.current is None:
        return []
    contract = from_json(row.partner.terms)
    shown = [sent for sent in row.current.pictures.all() if _is_licensed(sent, contract)]
    return [term for sent in shown for term in sent.usage_terms]


def _is_licensed(sent: WirePicture, terms: Terms) -> bool:
    """Whether the file is here, and the terms ever let it be shown."""
    is_theirs = is_the_partners(terms, sent.credit, sent.copyright_notice)
    return sent.state == WirePicture.State.ATTACHED and bool(
        licenses_picture(terms, is_the_partners=is_theirs)
    )


def _status(row: WireItem, item: Item) -> Status:
    if row.state == State.KILLED:
        return Status.CANCELED
    if row.state == State.WITHHELD:
        return Status.WITHHELD
    if not publishable(replace(_without_times(item), expires_at=None), clock.now()).publishable:
        return Status.WITHHELD  # An advisory: the sender keeps it from readers (R17).
    if item.pub_status == "embargoed" and not row.embargo_set_to:
        return Status.EMBARGOED
    return Status.USABLE


def _wire_item(guid: str, partner_slug: str) -> WireItem:
    found = WireItem.objects.select_related("partner", "current").filter(guid=guid)
    if partner_slug:
        found = found.filter(partner=licences.partner(partner_slug))
    rows = list(found)
    if not rows:
        raise UnknownWireItem(f"the wire holds no item {guid}; `dateline wire list` shows what it holds")
    if len(rows) > 1:
        slugs = ", ".join(row.partner.slug for row in rows)
        raise NotTakenIn(f"{guid} came from {slugs}; say which with --partner")
    return rows[0]


def _item(row: WireItem) -> Item:
    """The current version of an item that may become a story at all."""
    if row.state == State.KILLED:
        raise NotTakenIn(f"{row.guid} was killed by {row.partner.name}; it can never be in print")
    if row.current is None or row.state in (State.WITHHELD, State.REFUSED):
        raise NotTakenIn(
            f"{row.guid} is {row.state}: {row.current.reason if row.current else 'nothing was kept of it'}"
        )
    item = row.current.read
    judged = publishable(_without_times(item), clock.now())
    if not judged.publishable:
        raise NotTakenIn(f"{row.guid} can not be in print: {judged.reason}")
    return item


def _without_times(item: Item) -> Item:
    """The item as if what waits for a moment or an editor had come."""
    return replace(item, hold="", embargoed_until=None, pub_status="usable")


def _section(slug: str, item: Item) -> Section:
    language = "ko" if item.language.lower().startswith("ko") else "en"
    try:
        return queries.section(slug, language)
    except StoriesError:
        if language == "en":
            raise
        return queries.section(slug, "en")


def _draft(row: WireItem, item: Item, section: Section, at: datetime, user: Any) -> Story:
    terms = terms_for(row, item)
    shelf = tree.shelf_of(section, row.partner)
    story = Story(
        slug=tree.free_slug(shelf, rules.slug_of(item.headline, "story")),
        locale=section.locale,
        live=False,
        owner=user,
        partner=row.partner,
        guid=row.guid,
        comments_open=True,
        title=item.headline[:255] or row.guid,
    )
    _set(story, row, item, terms)
    shelf.add_child(instance=story)
    story.save_revision(user=user)
    return story


def _set(story: Story, row: WireItem, item: Item, terms: Terms) -> None:
    """Set an item's copy and record into a story; saves nothing."""
    blocks, place = setting.blocks_of(item.body_html, item.body_text, item.dateline)
    story.title = item.headline[:255] or row.guid
    story.standfirst = item.standfirst
    story.byline = item.byline[:200]
    story.dateline = place[:120]
    story.body = _stream(story, blocks)
    story.wire_version = row.version
    story.wire_headline = story.title
    story.wire_hash = door.wire_hash(story.plain_text())
    story.source_address = _source(item)
    story.licence = to_json(terms)
    story.ends_at = ends_at(terms)
    picture = _lead(row, terms, story)
    story.lead_picture = picture
    story.lead_caption = ""


def _stream(story: Story, blocks: Sequence[tuple[str, Any]]) -> Any:
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
    if not _is_licensed(sent, terms):
        return None
    raw = (home() / "wire" / "pictures" / sent.sha256).read_bytes()
    try:
        picture = picture_actions.keep(
            raw, name=sent.file_name or sent.sha256, partner=row.partner, caption=sent.caption, credit=sent.credit,
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


def _bring_up_to_date(story: Story, row: WireItem, item: Item) -> None:
    """Set the newer version into the story: its record at once, its text as a new draft."""
    terms = updated(story.terms, from_json(row.partner.terms), facts_of(row, item))
    fresh = Story.objects.get(pk=story.pk)
    _set(fresh, row, item, terms)
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


def _hear_newer(story: Story, row: WireItem, *, is_pictured: bool) -> None:
    """A newer version of what we have: applied where the text is as it was sent, else the desk is told."""
    if row.current is None:
        return
    item = row.current.read
    terms = updated(story.terms, from_json(row.partner.terms), facts_of(row, item))
    if not _is_news(story, row, item, terms, is_pictured=is_pictured):
        return
    draft = story.get_latest_revision_as_object()
    untouched = draft.title == story.wire_headline and door.wire_hash(draft.plain_text()) == story.wire_hash
    if not untouched:
        with transaction.atomic():
            _keep_or_withdraw(story, terms)
            notices.post(
                story.tag, "story.correction-waits", facts={"guid": row.guid, "version": row.version}
            )
        return
    at = clock.now()
    with transaction.atomic():
        if story.live and judge(terms, Use.PAGE, at):
            _print_newer(story, row, item, terms)
            return
        was_embargoed = story.terms.embargo_until
        scheduled = story.revisions.filter(approved_go_live_at__isnull=False).first()
        _bring_up_to_date(story, row, item)
        if story.live:
            status = 404 if is_yet_to_come(terms, at) else 410
            reason = judge(terms, Use.PAGE, at).reason
            actions.withdraw(story, reason=reason, by=row.partner.slug, status=status)
        if scheduled:
            _schedule_again(story, scheduled.approved_go_live_at, was_embargoed)
        else:
            _obey_again(story, row, item)


def _print_newer(story: Story, row: WireItem, item: Item, terms: Terms) -> None:
    """Print the newer version; where it lacks something the older one stays, and the desk is told."""
    try:
        with transaction.atomic():
            _bring_up_to_date(story, row, item)
            actions.publish(Story.objects.get(pk=story.pk))
    except StoriesError as refusal:
        _keep_or_withdraw(Story.objects.get(pk=story.pk), terms)
        notices.post(
            story.tag, "story.correction-waits",
            facts={"guid": row.guid, "version": row.version, "reason": str(refusal)},
        )  # fmt: skip


def _is_news(story: Story, row: WireItem, item: Item, terms: Terms, *, is_pictured: bool) -> bool:
    """Whether the item says anything that our record of it does not: the same number may carry other words."""
    if story.wire_version != row.version or to_json(terms) != story.licence:
        return True
    if is_pictured and story.lead_picture_id is None:
        return True
    sent = Story(locale=story.locale)
    blocks, _ = setting.blocks_of(item.body_html, item.body_text, item.dateline)
    sent.body = _stream(sent, blocks)
    return (
        story.wire_headline != (item.headline[:255] or row.guid)
        or door.wire_hash(sent.plain_text()) != story.wire_hash
    )


def _schedule_again(story: Story, moment: datetime, was_embargoed: datetime | None) -> None:
    """The newer version at the old one's moment: with the embargo where that moved, never before it."""
    embargo = story.terms.embargo_until
    if moment == was_embargoed:
        moment = embargo or clock.now()
    moment = max(moment, embargo or moment)
    story = Story.objects.get(pk=story.pk)
    if moment > clock.now():
        _schedule(story, moment)
    else:
        draft = story.get_latest_revision_as_object()
        draft.go_live_at = None
        draft.save_revision()
        actions.publish(Story.objects.get(pk=story.pk))  # it must know its newest draft


def _keep_or_withdraw(story: Story, terms: Terms) -> None:
    from dateline.stories.licensing import relicense

    relicense(story, terms)


def _recall(story: Story, row: WireItem) -> None:
    """Killed or withheld: the story is down and its record says so, whoever is editing it. Safe to repeat."""
    status = Status.CANCELED if row.state == State.KILLED else Status.WITHHELD
    terms = replace(story.terms, status=status)
    with transaction.atomic():
        if story.licence != to_json(terms):
            actions.record(story, licence=to_json(terms))
        scheduled = story.revisions.filter(approved_go_live_at__isnull=False).exists()
        if story.live or scheduled:
            actions.withdraw(story, reason=f"{status} by {row.partner.name}", by=row.partner.slug)


def _recall_pictures(row: WireItem) -> None:
    """A recalled picture leaves every story that it came with; the stories stay (R14)."""
    for picture in _pictures_named(row, is_withdrawn=False):
        picture_actions.withdraw(picture, reason=f"{row.state} by {row.partner.name}")


def _bring_pictures_back(row: WireItem) -> None:
    """A recalled picture of which a newer version counts again is shown again (R16)."""
    if row.current is not None and row.state == State.USABLE:
        for picture in _pictures_named(row, is_withdrawn=True):
            picture_actions.bring_back(picture)


def _pictures_named(row: WireItem, *, is_withdrawn: bool) -> list[Picture]:
    """Our pictures whose bytes came under this item's guid, whichever item they came with."""
    kept = Picture.objects.filter(partner=row.partner, is_withdrawn=is_withdrawn)
    if not kept.exists():
        return []
    sent = WirePicture.objects.filter(version__item__partner=row.partner, guid=row.guid)
    return list(kept.filter(sha__in=sent.exclude(sha256="").values("sha256")))


def _obey_standing_order(row: WireItem, at: datetime) -> None:
    """The partner's standing order takes the item in, and publishes or schedules it where it says so."""
    order = licences.standing_order_of(row.partner)
    if order is None or row.current is None or row.kind not in ("text", "composite"):
        return
    # In one transaction: a draft without its publication would never be published, since it is here already.
    with transaction.atomic():
        try:
            taken = take_in(
                row.guid,
                section_slug=order.section,
                partner_slug=row.partner.slug,
                at=at,
                by="the standing order",
            )
            if order.publish:
                with transaction.atomic():
                    _put_in_print(taken.story, _item(row), at)
        except DatelineError as refusal:
            notices.post(
                f"item:{row.pk}", "standing-order.refused", facts={"guid": row.guid, "reason": str(refusal)}
            )


def _obey_again(story: Story, row: WireItem, item: Item) -> None:
    """What the sender itself had taken out of print goes by the standing order once it may again, or will.

    Not what was killed: that comes back by an editor's hand alone (R16). Not what an editor took out.
    """
    order = licences.standing_order_of(row.partner)
    last = story.withdrawals.order_by("-pk").first()
    if order is None or not order.publish or last is None or last.by != row.partner.slug or row.killed_at:
        return
    try:
        with transaction.atomic():
            _put_in_print(Story.objects.get(pk=story.pk), item, clock.now())
    except DatelineError as refusal:
        notices.post(
            f"item:{row.pk}", "standing-order.refused", facts={"guid": row.guid, "reason": str(refusal)}
        )


def _put_in_print(story: Story, item: Item, at: datetime) -> None:
    """Now, dated as the item was first made; or when its embargo ends."""
    embargo = story.terms.embargo_until
    if embargo and embargo > at:
        _schedule(story, embargo)
        return
    first = item.first_created_at
    actions.publish(story, at=first if first and first <= at and not (embargo and first < embargo) else None)


def _schedule(story: Story, moment: datetime) -> None:
    draft = story.get_latest_revision_as_object()
    draft.go_live_at = moment
    draft.save_revision().publish()  # Wagtail's word for a moment ahead: it is scheduled


def _audit(story: Story, kind: str, *, by: str, moment: datetime | None = None) -> None:
    facts = {"by": by, "guid": story.guid, "version": story.wire_version}
    notices.post(story.tag, kind, facts=facts | ({"published_at": moment.isoformat()} if moment else {}))
