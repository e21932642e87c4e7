"""Reads the wire: the inbox, an item with its versions, the pictures that are attached."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from dateline.licences.models import Partner
from dateline.wire import rules
from dateline.wire.errors import SeveralPartners, UnknownItem
from dateline.wire.folders.kept import picture_path
from dateline.wire.models import Delivery, Source, Unread, WireItem, WirePicture, WireVersion
from dateline.wire.naming import vocabulary
from dateline.wire.rules import RECALLED, Item, Standing, State, words_for_readers
from dateline.wire.rules.media_topics import MEDIA_TOPICS


@dataclass(frozen=True)
class Attached:
    """A picture of an item whose bytes are here; `path` is where they lie."""

    position: int
    href: str
    caption: str
    credit: str
    alt: str
    copyright_notice: str
    usage_terms: tuple[str, ...]
    sha256: str
    file_name: str
    content_type: str
    width: int
    height: int
    path: Path

    def read(self) -> bytes:
        """The original's bytes."""
        return self.path.read_bytes()


def inbox(
    *, partner: str = "", state: str = "", kind: str = "", words: str = "", language: str = ""
) -> QuerySet[WireItem]:
    """Items, the latest changed first; `partner` is a slug, `words` stand in the headline or guid.

    `language` is the first part of a language's tag: "en" finds en-GB too.
    """
    found = WireItem.objects.select_related("partner", "current")
    if partner:
        found = found.filter(partner__slug=partner)
    if state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    if language:
        found = found.filter(Q(language__iexact=language) | Q(language__istartswith=f"{language}-"))
    for word in words.split():
        found = found.filter(Q(headline__icontains=word) | Q(guid__icontains=word))
    return found


def unread(*, partner: str = "") -> QuerySet[Unread]:
    """What could not be read, the latest first."""
    found = Unread.objects.select_related("delivery", "delivery__partner")
    return found.filter(delivery__partner__slug=partner) if partner else found


def recalled(partner: Partner, guids: Iterable[str]) -> frozenset[str]:
    """Those of these guids whose items the sender has killed or withholds."""
    found = WireItem.objects.filter(partner=partner, guid__in=set(guids), state__in=RECALLED)
    return frozenset(found.values_list("guid", flat=True))


def with_all_pictures(partner: Partner, contents: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Of the versions of these content hashes, by guid and hash, those that name pictures and have them all."""
    shown = WirePicture.objects.filter(
        version__item__partner=partner, version__content_hash__in=set(contents)
    ).order_by()
    rows = set(shown.values_list("version__item__guid", "version__content_hash", "state"))
    missing = {(guid, content) for guid, content, state in rows if state == WirePicture.State.MISSING}
    return frozenset((guid, content) for guid, content, _ in rows) - missing


def partners() -> QuerySet[Partner]:
    """Partners that have sent anything, by name."""
    sent = Delivery.objects.filter(partner=OuterRef("pk"))
    return Partner.objects.filter(Exists(sent)).order_by("name")


def listed_sources(*, partner: str = "") -> QuerySet[Source]:
    """The sources that are followed, by partner; `partner` is a slug."""
    found = Source.objects.filter(is_listed=True).select_related("partner")
    return found.filter(partner__slug=partner) if partner else found


def is_listed(row: Source) -> bool:
    """Whether the partner's file still names this source, as it did."""
    return Source.objects.filter(pk=row.pk, is_listed=True, settings=row.settings).exists()


def source_problems(at: datetime) -> list[str]:
    """A sentence, with what to do, for each source that is silent or failing."""
    found = []
    for row in listed_sources():
        if row.errors:
            found.append(
                f"source {row} has failed {row.errors} time{'s' if row.errors > 1 else ''} in a row: {row.error}; "
                "mend it, or ask the partner"
            )
        if row.is_silent(at):
            found.append(
                f"source {row} has brought nothing since {row.silent_since:%Y-%m-%d %H:%M} UTC; "
                "ask the partner, or run `dateline wire poll`"
            )
    return found


def item(pk: int) -> WireItem:
    """The item of this number. Raises UnknownItem."""
    found = WireItem.objects.select_related("partner", "current").filter(pk=pk).first()
    if found is None:
        raise UnknownItem(f"the wire has no item number {pk}")
    return found


def by_guid(guid: str, *, partner: str = "") -> WireItem:
    """The item of this guid. Raises UnknownItem, or SeveralPartners when more than one sent it."""
    found = list(inbox(partner=partner).filter(guid=guid)[:3])
    if not found:
        of = f" from {partner}" if partner else ""
        raise UnknownItem(f"the wire has no item {guid}{of}; `dateline wire list` shows what came in")
    if len(found) > 1:
        slugs = ", ".join(sorted(row.partner.slug for row in found))
        raise SeveralPartners(f"{guid} came from {slugs}; say which with --partner")
    return found[0]


def versions(row: WireItem) -> list[WireVersion]:
    """Every version of an item that was kept, the latest arrival first."""
    return list(row.versions.select_related("delivery").prefetch_related("pictures"))


def notice_for_readers(row: WireItem) -> str:
    """What the sender wants readers told of an item that it takes back; "" where it says nothing that may be shown.

    It says so in the version that takes it back, or in an item of its own that names this one.
    """
    own: list[Item] = []
    earlier: list[Item] = []
    for version in row.versions.all():
        sent = version.read
        takes_back = sent.pub_status in ("canceled", "withheld") or row.guid in sent.kills
        (own if takes_back else earlier).append(sent)
    for notice in chain(own, _naming(row)):
        if said := words_for_readers(notice, earlier):
            return said
    return ""


def _naming(row: WireItem) -> Iterator[Item]:
    """Other items that take this one back: they came with the kill, or shortly before it was written down."""
    if row.killed_at is None:
        return
    about_then = (row.killed_at - timedelta(hours=1), row.killed_at + timedelta(hours=1))
    found = WireVersion.objects.filter(item__partner=row.partner, received_at__range=about_then).exclude(
        item=row
    )
    for version in found.order_by("-pk")[:200]:
        sent = version.read
        if row.guid in sent.kills:
            yield sent


def read(row: WireItem) -> Item:
    """The item as it stands now: its current version, with what was settled since, and what is attached.

    An item of which only a kill has come has nothing but its guid.
    """
    if row.current is None:
        return Item(guid=row.guid, kind=row.kind, pub_status="canceled", kills=(row.guid,))
    found = row.current.read
    if row.embargo_set_to is not None and row.status == State.USABLE:
        found = replace(found, hold="", pub_status="usable", embargoed_until=row.embargo_set_to)
    if row.state == State.KILLED and row.guid not in found.kills:
        found = replace(found, kills=(*found.kills, row.guid))
    return replace(found, pictures=_with_states(found, row.current))


def subject_names(found: Item, language: str) -> tuple[str, ...]:
    """What an item is about in a language: the Media Topics' own labels, else the sender's names."""
    known = vocabulary()
    names = (known.name_of(subject, language) for subject in found.subjects)
    return tuple(dict.fromkeys(name for name in names if name))


def topics(language: str) -> list[tuple[str, str, str]]:
    """Every Media Topic in use: code, the code above it, label in a language."""
    known = vocabulary()
    above = {code: topic.broader for code, topic in MEDIA_TOPICS.items()}
    above |= {code: term.broader for code, term in known.terms.items()}
    live = (code for code in above if code not in known.terms or not known.terms[code].is_retired)
    return [(code, above[code], known.label(code, language)) for code in sorted(live)]


def standing(row: WireItem, at: datetime) -> Standing:
    """Whether the item by itself, without any licence, may be published at the moment `at`."""
    return rules.publishable(read(row), at)


def shown(row: WireItem, at: datetime) -> dict[str, Any]:
    """What `wire show --json` prints of an item."""
    return rules.printed(read(row), at)


def attached(row: WireItem) -> list[Attached]:
    """The pictures of the current version whose bytes are here, in the sender's order."""
    if row.current is None:
        return []
    return [_attached(picture) for picture in row.current.pictures.filter(state=WirePicture.State.ATTACHED)]


def with_picture(guid: str, *, partner: str) -> QuerySet[WireItem]:
    """Items of a partner whose current version shows the picture of this guid (R14)."""
    shown_in = WirePicture.objects.filter(guid=guid).values("version")
    return inbox(partner=partner).filter(current__in=shown_in).exclude(guid=guid)


def _attached(picture: WirePicture) -> Attached:
    return Attached(
        position=picture.position,
        href=picture.href,
        caption=picture.caption,
        credit=picture.credit,
        alt=picture.alt,
        copyright_notice=picture.copyright_notice,
        usage_terms=tuple(picture.usage_terms),
        sha256=picture.sha256,
        file_name=picture.file_name,
        content_type=picture.content_type,
        width=picture.width,
        height=picture.height,
        path=picture_path(picture.sha256),
    )


def _with_states(found: Item, version: WireVersion) -> tuple[rules.Picture, ...]:
    states = dict(version.pictures.values_list("position", "state"))
    return tuple(
        replace(picture, state=states.get(position, picture.state))
        for position, picture in enumerate(found.pictures, start=1)
    )
