"""licences.toml: what each partner lets us do. What is not named is not allowed."""

import codecs
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from dateline.house.toml_file import Table, TomlFile
from dateline.licences.parsers.sources import read_sources
from dateline.licences.rules import (
    EVERYWHERE,
    After,
    Canonical,
    Index,
    Pictures,
    Reading,
    Source,
    StandingOrder,
    Terms,
    Territory,
    TextRight,
    Use,
    territory,
)

PARTNER_KEYS = (
    "slug", "name", "home", "logo", "logo_dark", "time_zone", "terms", "standing_order", "source", "reading",
)  # fmt: skip
TERMS_KEYS = (
    "mark", "credit", "byline", "copyright", "link_back", "uses", "pictures", "text", "starts_on", "ends_on",
    "display_days", "after_end", "after_kill", "quota_per_month", "index", "canonical", "ai", "territory",
    "comments", "retain",
)  # fmt: skip
READING_KEYS = ("not_for_publication", "body", "encoding")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Contract:
    """One `[[partner]]`, read whole. `logo` and `logo_dark` are file names, "" where there is none."""

    slug: str
    name: str
    home: str
    logo: str
    logo_dark: str
    time_zone: str
    terms: Terms
    standing_order: StandingOrder | None
    sources: tuple[Source, ...]
    reading: Reading
    place: tuple[str | int, ...]  # where it stands in the file, for what is refused later


def read_contracts(file: TomlFile) -> tuple[Contract, ...]:
    """Every partner of the file, in its order. Raises TomlError at the first thing that is not understood."""
    file.expect_keys((), ("partner",), required=("partner",))
    contracts: list[Contract] = []
    for table in file.each("partner"):
        contract = _contract(table)
        if contract.slug in {other.slug for other in contracts}:
            table.refuse("slug", f"'{contract.slug}' is named twice; give each partner its own slug")
        contracts.append(contract)
    return tuple(contracts)


def _contract(table: Table) -> Contract:
    table.expect_keys(PARTNER_KEYS, required=("slug", "name", "terms"))
    slug, name = _slug(table, "slug"), table.text("name", longest=120)
    return Contract(
        slug=slug,
        name=name,
        home=_home(table),
        logo=table.text("logo", longest=255),
        logo_dark=table.text("logo_dark", longest=255),
        time_zone=_time_zone(table),
        terms=_terms(table, slug, name),
        standing_order=_standing_order(table),
        sources=read_sources(table),
        reading=_reading(table),
        place=table.path,
    )


def _terms(partner: Table, slug: str, name: str) -> Terms:
    table = partner.file.table(*partner.path, "terms")
    table.expect_keys(TERMS_KEYS)
    terms = Terms(
        partner=name,
        slug=slug,
        time_zone=_time_zone(partner),
        mark=table.text("mark", longest=120),
        credit=table.text("credit", longest=200),
        byline=table.choice("byline", ("partner", "writer"), "partner"),
        copyright=table.text("copyright", longest=300),
        link_back=table.flag("link_back", False),
        uses=frozenset(Use(use) for use in table.words("uses", tuple(Use))),
        pictures=Pictures(table.choice("pictures", tuple(Pictures), Pictures.NONE)),
        text=TextRight(table.choice("text", tuple(TextRight), TextRight.VERBATIM)),
        starts_on=_day(table, "starts_on"),
        ends_on=_day(table, "ends_on"),
        display_days=table.whole("display_days", least=1, most=36_500),
        quota_per_month=table.whole("quota_per_month", least=1, most=1_000_000),
        retain=table.flag("retain", True),
        index=Index(table.choice("index", tuple(Index), Index.NOINDEX)),
        canonical=Canonical(table.choice("canonical", tuple(Canonical), Canonical.SELF)),
        ai=table.flag("ai", False),
        comments=table.flag("comments", False),
        territory=_territory(table),
        after_end=After(table.choice("after_end", tuple(After), After.GONE)),
        after_kill=After(table.choice("after_kill", tuple(After), After.GONE)),
    )
    _refuse_contradictions(partner, table, terms)
    return terms


def _refuse_contradictions(partner: Table, table: Table, terms: Terms) -> None:
    if terms.starts_on and terms.ends_on and terms.ends_on < terms.starts_on:
        table.refuse("ends_on", f"'ends_on' is before 'starts_on' ({terms.starts_on}); mend one of them")
    if terms.canonical is Canonical.SOURCE and terms.index is Index.NOINDEX:
        table.refuse(
            "canonical" if "canonical" in table else "index",
            '\'canonical\' = "source" contradicts index = "noindex", and search engines would heed neither; '
            'write canonical = "self" or index = "news-noindex"',
        )
    if terms.link_back and "home" not in partner:
        table.refuse("link_back", "'link_back' has nowhere to lead; write the partner's 'home' or remove it")


def _territory(table: Table) -> Territory:
    """Where readers may be; left out: everywhere."""
    if "territory" not in table:
        return EVERYWHERE
    try:
        read = territory(table.words("territory"))
        if read.is_nowhere:
            raise ValueError("no country is left")
        return read
    except ValueError as cause:
        table.refuse(
            "territory",
            f"'territory' cannot be read: {cause}; write countries by their two letters, "
            '["KR", "JP"], or ["*", "!US"] for all but some',
        )


def _standing_order(partner: Table) -> StandingOrder | None:
    table = partner.inner("standing_order")
    if table is None:
        return None
    table.expect_keys(("section", "publish"), required=("section",))
    return StandingOrder(section=_slug(table, "section"), publish=table.flag("publish", False))


def _reading(partner: Table) -> Reading:
    table = partner.inner("reading")
    if table is None:
        return Reading()
    table.expect_keys(READING_KEYS)
    encoding = table.text("encoding", longest=40)
    try:
        codecs.lookup(encoding or "utf-8")
    except LookupError:
        table.refuse(
            "encoding", f'\'encoding\' cannot be {encoding!r}; write one like "windows-1252" or "cp949"'
        )
    return Reading(table.words("not_for_publication"), table.words("body"), encoding)


def _slug(table: Table, key: str) -> str:
    slug = table.text(key, longest=50)
    if not _SLUG.fullmatch(slug):
        table.refuse(key, f"'{key}' cannot be {slug!r}; write small letters, digits and hyphens")
    return slug


def _home(table: Table) -> str:
    home = table.text("home", longest=500)
    if home and not (urlsplit(home).scheme in ("http", "https") and urlsplit(home).hostname):
        table.refuse("home", f"'home' cannot be {home!r}; write the whole address, https:// first")
    return home


def _time_zone(table: Table) -> str:
    zone = table.text("time_zone", "UTC")
    if zone not in _zones():
        table.choice("time_zone", _zones())
    return zone


def _day(table: Table, key: str) -> date | None:
    day = table.day(key)
    if day and not 2000 <= day.year < 2200:
        table.refuse(
            key, f"'{key}' is in the year {day.year}; write a year from 2000 to 2199, or leave it out"
        )
    return day


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
