"""What the licence screens show: partners, their terms in plain words, what is about to end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dateline.desk import licence_words
from dateline.desk.licence_words import Licence
from dateline.licences import ledger, queries
from dateline.licences.models import Partner, TermsVersion
from dateline.licences.rules import StandingOrder, from_json, month_of
from dateline.stories import queries as stories
from dateline.stories.models import Story

SOON_DAYS = 30
# From so many percent of its quota on the desk is told of a partner.
NEARLY = 80


@dataclass(frozen=True)
class Quota:
    """How much of what a partner lets us publish in its month is used; `level`: "", "nearly" from 80 %, or "used"."""

    partner: Partner
    month: str
    used: int
    limit: int

    @property
    def level(self) -> str:
        """What the desk is warned of."""
        return (
            "used" if self.used >= self.limit else "nearly" if self.used * 100 >= self.limit * NEARLY else ""
        )


@dataclass(frozen=True)
class PartnerLine:
    """A partner in the list."""

    partner: Partner
    licence: Licence
    uses: tuple[str, ...]
    order: StandingOrder | None
    order_section: str
    in_print: int
    quota: "Quota | None"
    ends_soon: bool
    has_ended: bool


@dataclass(frozen=True)
class Changed:
    """One key of the terms that differs from the version before."""

    key: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """A licence version, with what it changed."""

    row: TermsVersion
    changed: tuple[Changed, ...]


def lines(at: datetime) -> list[PartnerLine]:
    """Every partner, by name."""
    counts = _counts()
    return [_line(partner, counts.get(partner.pk, 0), at) for partner in queries.partners()]


def line(slug: str, at: datetime) -> PartnerLine:
    """One partner. Raises UnknownPartner."""
    partner = queries.partner(slug)
    return _line(partner, _counts().get(partner.pk, 0), at)


def versions(partner: Partner) -> list[Version]:
    """Every version of the terms, the newest first."""
    kept = list(partner.versions.order_by("-number"))
    return [
        Version(row, changed_terms(before.terms, row.terms) if before else ())
        for row, before in zip(kept, [*kept[1:], None], strict=True)
    ]


def contracts_ending(at: datetime) -> list[queries.Ending]:
    """Contracts that end within 30 days or have ended, the soonest first."""
    return queries.ending_within(SOON_DAYS, at)


def stories_ending(at: datetime, most: int = 50) -> Sequence[Story]:
    """Stories in print that leave it within 30 days, the soonest first."""
    limit = at + timedelta(days=SOON_DAYS)
    found = stories.in_print().filter(ends_at__gt=at, ends_at__lte=limit)
    return list(found.order_by("ends_at", "pk")[:most])


def stories_of(partner: Partner) -> Any:
    """The partner's stories in print, newest first."""
    return stories.in_print().filter(partner=partner)


def quotas_nearly_used(at: datetime) -> list[Quota]:
    """Partners of whose quota for this month four fifths are used, or all; the fullest first."""
    found = [quota for partner in queries.partners() if (quota := quota_of(partner, at)) and quota.level]
    return sorted(found, key=lambda quota: quota.used / quota.limit, reverse=True)


def quota_of(partner: Partner, at: datetime) -> Quota | None:
    """How this partner's quota stands in its own month; None where there is no limit."""
    terms = queries.terms_of(partner)
    if terms.quota_per_month is None:
        return None
    month = month_of(at, terms.time_zone)
    return Quota(partner, month, ledger.used_in(partner, month), terms.quota_per_month)


def _counts() -> dict[int, int]:
    counts: dict[int, int] = {}
    for pk in Story.objects.filter(live=True, partner__isnull=False).values_list("partner", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    return counts


def _line(partner: Partner, in_print: int, at: datetime) -> PartnerLine:
    licence = licence_words.of_terms(queries.terms_of(partner), at)
    over = licence.ends_at
    order = queries.standing_order_of(partner)
    return PartnerLine(
        partner=partner,
        licence=licence,
        uses=tuple(use.said for use in licence.uses if use.allowed),
        order=order,
        order_section=_section_name(order.section) if order else "",
        in_print=in_print,
        quota=quota_of(partner, at),
        ends_soon=bool(over and at < over <= at + timedelta(days=SOON_DAYS)),
        has_ended=bool(over and over <= at),
    )


def _section_name(slug: str) -> str:
    """What readers call it; the slug where no section has it yet."""
    return stories.section_titles().get(slug, slug)


def changed_facts(partner: Partner, after: Mapping[str, Any]) -> tuple[Changed, ...]:
    """What of a partner, beside its terms, another reading of its file makes otherwise."""
    keys = {"home": "address on the web", "standing_order": "standing order", "sources": "sources",
            "reading": "reading"}  # fmt: skip
    return tuple(
        Changed(said, _written(getattr(partner, key)), _written(after[key]))
        for key, said in keys.items()
        if getattr(partner, key) != after[key]
    )


def changed_terms(before: dict[str, Any], after: dict[str, Any]) -> tuple[Changed, ...]:
    """Each key of the terms that two versions say otherwise."""
    # Read through the rules, so that a version kept by an older release compares by what it means.
    old, new = vars(from_json(before)), vars(from_json(after))
    return tuple(
        Changed(key.replace("_", " "), _written(old[key]), _written(new[key]))
        for key in new
        if old[key] != new[key]
    )


def _written(value: Any) -> str:
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(str, value))) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_written(each)}" for key, each in value.items()) or "none"
    if isinstance(value, list):
        return "; ".join(map(_written, value)) or "none"
    return "none" if value in (None, "") else str(value)
