"""The one door into print: every way of saving a story goes through here.

In one transaction the licence is judged, the story completed, the row saved and the notice posted, or all
is refused. Wagtail's button, bulk publishing, schedule, revert, copy and workflow all end in `Story.save`.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from dateline.house import clock, notices, watching
from dateline.house.printing import ENDED
from dateline.licences.rules import (
    Kind,
    Status,
    Use,
    ends_at,
    first_published,
    from_json,
    judge,
    may_change,
    to_json,
)
from dateline.stories import accounting, galleries, lineage
from dateline.stories.errors import NotComplete, NotLicensed

if TYPE_CHECKING:
    from dateline.pictures.models import Picture
    from dateline.stories.models import Story

# What only the wire, the licence and this door write: an old revision never brings older ones back.
KEPT = (
    "partner_id", "guid", "wire_version", "licence", "wire_hash", "wire_headline", "source_address", "ends_at",
    "published_at", "updated_at", "text_hash",
)  # fmt: skip


@watching.step("save story")
def save(story: "Story", save_row: Callable[..., None], *args: Any, **kwargs: Any) -> None:
    """Save a story. Raises NotLicensed or NotComplete when it would be in print and may not."""
    from dateline.stories import illustrating, standing

    only = kwargs.get("update_fields")
    if only is not None and "live" not in only:
        save_row(*args, **kwargs)
        return
    with transaction.atomic():
        before = _standing(story)
        if before:
            _keep_ours(story, {field: getattr(before, field) for field in KEPT})
            if before.locale_id == story.locale_id:
                story.locale = before.locale  # read with the row: its address asks for it again and again
        at = clock.now()
        named = _named_tags(story) if story.live else []  # a draft holds them until it is saved
        if story.live:
            _admit(story, before, at)
        save_row(*args, **kwargs)
        if before is None:
            lineage.keep(story)
        was = before.address if before and before.live else ""
        if story.live:
            standing.keep([story])
            _post_print(story, before, was, named)
            illustrating.use(story)
        elif before and was:
            post_withdrawal(story, address=was, reason="taken out of print")
            illustrating.take_down(before, reason="its story is taken out of print")


def post_withdrawal(
    story: "Story",
    *,
    address: str = "",
    reason: str,
    status: int = 410,
    notice: str = "",
    page: str | None = None,
) -> int:
    """Leave the notice that takes this story down everywhere, and its entry in the ledger; the notice's number.

    `status` 200: readers find a page of notice there, with what its sender wants them told (`notice`); which page, its
    terms say when `page` does not.
    """
    from dateline.stories import standing

    standing.drop(story)
    accounting.close(story, address=address, reason=reason)
    accounting.close_pictures(story, reason=reason)
    return notices.post(
        story.tag, "story.withdrawn",
        tags=[*tags(story), *picture_tags(story)],
        withdrawn=[address or story.address],
        facts=withdrawn_facts(story, reason=reason, status=status, notice=notice, page=page),
    )  # fmt: skip


def withdrawn_facts(
    story: "Story", *, reason: str, status: int, notice: str = "", page: str | None = None
) -> dict[str, object]:
    """What the notice of a withdrawal says: why, what the address answers then and with which words."""
    said = _said_in_its_place(story, status, notice, page)
    return {"reason": reason, "status": status, "guid": story.guid, **said} | published_fact(story)


def _said_in_its_place(story: "Story", status: int, notice: str, page: str | None) -> dict[str, str]:
    """Which page of notice stands there, and the sender's words on it."""
    if status != 200:
        return {}
    if page is None:
        page = "" if story.terms.status in (Status.CANCELED, Status.WITHHELD) else ENDED
    return {name: said for name, said in (("page", page), ("notice", notice)) if said}


def published_fact(story: "Story") -> dict[str, str]:
    """For a notice: when readers saw the story published, which is its place in every list."""
    return {"published_at": story.published_at.isoformat()} if story.published_at else {}


def tags(story: "Story", named: list[str] | None = None) -> list[str]:
    """The tags of every page that shows this story, or would. `named`: its authors' and topics', where known.

    Of a licensed one also its shelf's. Never its partner's: that is a tag of every story of the partner.
    """
    parent = story.get_parent()
    grand = parent.get_parent() if story.partner_id else None
    sections = [page.pk for page in (parent, grand) if page is not None]
    shelf = [f"shelf:{parent.pk}"] if story.partner_id else []
    return [
        story.tag,
        f"front:{story.language}",
        f"feeds:{story.language}",
        *(f"section:{pk}" for pk in sections),
        *(_named_tags(story) if named is None else named),
        *shelf,
    ]


def _named_tags(story: "Story") -> list[str]:
    return [named.tag for named in (*story.authors.all(), *story.topics.all())]


def hash_of_text(story: "Story") -> str:
    """What tells whether the text a reader reads has changed."""
    words = "\n\n".join((story.title, story.standfirst, story.plain_text()))
    return hashlib.sha256(words.encode()).hexdigest()


def wire_hash(text: str) -> str:
    """What tells whether a partner's text stands word for word, however its white space is set."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def objection(story: "Story", at: datetime) -> str:
    """Why this story may not be in print at the moment `at`; empty when it may."""
    return licences_objection(story, at) or lineage.objection(story)


def licences_objection(story: "Story", at: datetime) -> str:
    """Why its licence keeps this story out of print at the moment `at`; empty when it does not."""
    terms = story.terms
    if story.partner_id and story.licence is None:
        return "its licence is not on record; take the item in again"
    verdict = judge(terms, Use.PAGE, at)
    if not verdict.allowed:
        return verdict.reason
    if story.wire_hash:
        if story.wire_headline != story.title and not (ruled := may_change(terms, "headline")):
            return ruled.reason
        if story.wire_hash != wire_hash(story.plain_text()) and not (ruled := may_change(terms, "text")):
            return f"{ruled.reason}; set it back to what was sent"
    return ""


def must_be_printable(story: "Story", at: datetime) -> None:
    """Ask, without saving, whether this story could be in print at the moment `at`.

    Raises NotComplete or NotLicensed with the words for an editor.
    """
    from dateline.stories.models import Story

    if kept := Story.objects.filter(pk=story.pk).order_by().values(*KEPT).first() if story.pk else None:
        _keep_ours(story, kept)
    _must_be_allowed(story, at)


def _standing(story: "Story") -> "Story | None":
    from dateline.stories.models import Story

    return Story.objects.filter(pk=story.pk).select_related("locale").first() if story.pk else None


def _keep_ours(story: "Story", kept: Mapping[str, object]) -> None:
    """Set the newsroom's own record, as its row has it, unless one of our actions writes it now."""
    if getattr(story, "writes_record", False):
        return
    for field, value in kept.items():
        setattr(story, field, value)


def _admit(story: "Story", before: "Story | None", at: datetime) -> None:
    """Let a story into print, or say why not."""
    _must_be_allowed(story, at)
    if not (before and before.live):
        accounting.must_have_room(story, at)
    if story.published_at is None:
        story.published_at = at
    if story.licence is not None:
        terms = first_published(from_json(story.licence), story.published_at)
        story.licence = to_json(terms)
        story.ends_at = ends_at(terms)
        if refused := licences_objection(story, at):
            raise NotLicensed(story.title, refused)
    text = hash_of_text(story)
    if before and before.live and before.text_hash and before.text_hash != text:
        story.updated_at = at
    story.text_hash = text


def _must_be_allowed(story: "Story", at: datetime) -> None:
    _must_be_complete(story)
    _must_be_the_only_one(story)
    galleries.must_be_licensed(story)
    if refused := objection(story, at):
        raise NotLicensed(story.title, refused)


def _must_be_complete(story: "Story") -> None:
    missing = [
        name
        for name, there in (
            ("a headline", story.title.strip()),
            ("a body", story.plain_text()),
            ("a text alternative for its lead picture", _is_described(story.lead_picture)),
        )
        if not there
    ]
    if missing:
        raise NotComplete(f"“{story.title}” lacks {' and '.join(missing)}; add it and publish again")


def _is_described(picture: "Picture | None") -> bool:
    """Ours say what is to be seen. A partner's that came without it has its caption read out instead."""
    return picture is None or bool(picture.alt or (picture.partner_id and picture.caption))


def _must_be_the_only_one(story: "Story") -> None:
    """One item, one story in an edition: a copy of licensed work is never a second article."""
    from dateline.stories.models import Story

    if not story.guid:
        return
    others = Story.objects.filter(
        partner_id=story.partner_id, guid=story.guid, locale_id=story.locale_id, live=True
    ).exclude(pk=story.pk)
    if other := others.first():
        raise NotLicensed(story.title, f"the same item is in print at {other.address}; withdraw that first")


def _post_print(story: "Story", before: "Story | None", was: str, named: list[str]) -> None:
    new_tags = tags(story, named)
    # Where it stood before, if that was elsewhere: bylines and topics that it lost know it by its own tag.
    is_elsewhere = before is not None and (before.path, before.partner_id) != (story.path, story.partner_id)
    old_tags = tags(before) if before and before.live and is_elsewhere else []
    moved = bool(was) and was != story.address
    accounting.write(story, Kind.CHANGED if was else Kind.PRINTED)
    accounting.write_pictures(story, before if was else None)
    notices.post(
        story.tag,
        "story.changed" if was else "story.published",
        tags=[*new_tags, *old_tags],
        paths=[story.address],
        withdrawn=[was] if moved else [],
        facts=published_fact(story) | ({"status": 301, "location": story.address} if moved else {}),
    )


def picture_tags(story: "Story") -> list[str]:
    """What shows its lead picture."""
    return [f"picture:{story.lead_picture.address_hash}"] if story.lead_picture else []
