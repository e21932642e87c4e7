"""The one judge. Windows are half-open: the first moment counts, the moment of the end is over."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateline.licences.rules.narrowing import unaccepted
from dateline.licences.rules.terms import After, Pictures, Status, Terms, TextRight, Use


@dataclass(frozen=True)
class Verdict:
    """Whether a use is allowed; when not, `reason` says why in words for an editor."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(True)
Question = Callable[[Terms, Use, datetime], str]
# What leaves us is read wherever it arrives: where that is, nobody can say (R21).
WITHOUT_PLACE = frozenset({Use.FEED, Use.NEWSLETTER, Use.API, Use.SOCIAL})


def judge(terms: Terms, use: Use, at: datetime) -> Verdict:
    """Say whether `use` is allowed at the moment `at`, and if not, why: the first objection decides."""
    for ask in _QUESTIONS:
        if objection := ask(terms, use, at):
            return Verdict(False, objection)
    return ALLOWED


def judge_reader(terms: Terms, use: Use, at: datetime, country: str) -> Verdict:
    """What `judge` says, for a reader in this country (ISO 3166-1 alpha-2), "" where nobody knows."""
    verdict = judge(terms, use, at)
    if not verdict or terms.territory.includes(country):
        return verdict
    place = f"one in {country}" if country else "one of whom nobody knows where"
    return Verdict(
        False, f"{_sender(terms)} licenses it for readers {terms.territory.said()}, not for {place}"
    )


def judge_picture(terms: Terms, use: Use, at: datetime, *, is_the_partners: bool) -> Verdict:
    """Say whether a picture that came with the item may be shown; our own pictures are not asked about.

    `is_the_partners` is False for a third party's picture, which "own" leaves out.
    """
    licensed = licenses_picture(terms, is_the_partners=is_the_partners)
    return judge(terms, use, at) if licensed else licensed


def licenses_picture(terms: Terms, *, is_the_partners: bool) -> Verdict:
    """Say whether the terms ever let such a picture be shown, whatever else still keeps the item out."""
    if terms.pictures is Pictures.NONE:
        return Verdict(False, f"{terms.partner} licenses no pictures")
    if terms.pictures is Pictures.OWN and not is_the_partners:
        return Verdict(False, f"{terms.partner} licenses its own pictures alone, and this is a third party's")
    return ALLOWED


def licenses_gallery(terms: Terms, *, is_the_partners: bool) -> Verdict:
    """Say whether the terms ever let such a picture stand in a gallery (R25), whatever else still keeps it out."""
    licensed = licenses_picture(terms, is_the_partners=is_the_partners)
    if licensed and Use.GALLERY not in terms.uses:
        return Verdict(False, f"{_sender(terms)} licenses no picture galleries")
    return licensed


def may_change(terms: Terms, what: str) -> Verdict:
    """Say whether an editor may change `what`: "headline", or anything else of the text."""
    if terms.text is TextRight.FREE or (terms.text is TextRight.HEADLINE and what == "headline"):
        return ALLOWED
    return Verdict(False, f"{terms.partner} licenses its text word for word; the {what} stays as it came")


def is_yet_to_come(terms: Terms, at: datetime) -> bool:
    """Whether only an embargo or an editor's word is waited for: such work is not gone, it is not there yet."""
    if _is_withdrawn(terms, Use.PAGE, at) or _has_ended(terms, Use.PAGE, at):
        return False
    return bool(_is_held(terms, Use.PAGE, at) or _is_under_embargo(terms, Use.PAGE, at))


def status_after(terms: Terms, at: datetime) -> int:
    """What the address of a story that these terms keep out of print answers at the moment `at`.

    404 while it is yet to come, 200 with a page of notice where it is withheld or the licence asks for one, else 410.
    """
    if is_yet_to_come(terms, at):
        return 404
    if _is_withdrawn(terms, Use.PAGE, at):
        is_told = terms.status is Status.WITHHELD or terms.after_kill is After.NOTICE
    else:
        is_told = bool(_has_ended(terms, Use.PAGE, at)) and terms.after_end is After.NOTICE
    return 200 if is_told else 410


def ends_at(terms: Terms) -> datetime | None:
    """The moment from which nothing of this may be shown, in UTC: the earliest of all ends; None for never.

    The contract's last day ends at midnight in the partner's zone; `display_days` are 24 hours each, counted
    from our first publication.
    """
    return min((moment for moment, _ in _ends(terms)), default=None)


def changes_after(terms: Terms, at: datetime) -> datetime | None:
    """The next moment, after `at`, at which a verdict changes by itself; None when there is none."""
    moments = [_starts_at(terms), terms.embargo_until, ends_at(terms)]
    return min((moment for moment in moments if moment and moment > at), default=None)


def _is_withdrawn(terms: Terms, use: Use, at: datetime) -> str:
    if terms.status is Status.CANCELED:
        return f"killed by {_sender(terms)}"
    if terms.status is Status.WITHHELD:
        return f"withheld by {_sender(terms)}"
    return ""


def _is_held(terms: Terms, use: Use, at: datetime) -> str:
    return f"held until an editor sets a time: {'; '.join(sorted(terms.held))}" if terms.held else ""


def _has_unread_terms(terms: Terms, use: Use, at: datetime) -> str:
    texts = unaccepted(terms)
    return f"usage terms to be read and accepted: {'; '.join(sorted(texts))}" if texts else ""


def _is_not_named(terms: Terms, use: Use, at: datetime) -> str:
    return "" if use in terms.uses else f"{_sender(terms)} does not license {use} use"


def _has_no_place(terms: Terms, use: Use, at: datetime) -> str:
    if terms.territory.is_nowhere:
        return f"{_sender(terms)} and the item together let no country in"
    if use in WITHOUT_PLACE and not terms.territory.is_everywhere:
        return f"licensed for readers {terms.territory.said()}, and nobody can say where a {use} is read"
    return ""


def _has_not_begun(terms: Terms, use: Use, at: datetime) -> str:
    starts_at = _starts_at(terms)
    return f"the licence begins on {terms.starts_on}" if starts_at and at < starts_at else ""


def _is_under_embargo(terms: Terms, use: Use, at: datetime) -> str:
    if terms.embargo_until and at < terms.embargo_until:
        return f"under embargo until {_local(terms, terms.embargo_until)}"
    if terms.status is Status.EMBARGOED and terms.embargo_until is None:
        return "held until an editor sets a time: embargoed without a date"
    return ""


def _has_ended(terms: Terms, use: Use, at: datetime) -> str:
    over = [(moment, what) for moment, what in _ends(terms) if at >= moment]
    return f"{min(over)[1]} {_local(terms, min(over)[0])}" if over else ""


# What the sender withdrew comes first: an editor must never read "no feed use" of a killed story.
_QUESTIONS: tuple[Question, ...] = (
    _is_withdrawn,
    _is_held,
    _is_not_named,
    _has_no_place,
    _has_not_begun,
    _is_under_embargo,
    _has_ended,
    _has_unread_terms,
)


def _ends(terms: Terms) -> Iterable[tuple[datetime, str]]:
    """Each end and how it is said."""
    if terms.expires_at:
        yield terms.expires_at.astimezone(UTC), "the item expired"
    if terms.ends_on:
        yield _midnight(terms.ends_on + timedelta(days=1), terms), "the licence ended"
    if terms.display_days is not None and terms.published_at:
        window = timedelta(days=terms.display_days)
        yield terms.published_at.astimezone(UTC) + window, f"the {terms.display_days} days of display ended"


def _starts_at(terms: Terms) -> datetime | None:
    return _midnight(terms.starts_on, terms) if terms.starts_on else None


def _midnight(day: date, terms: Terms) -> datetime:
    """The first moment of the partner's day, in UTC; where clocks skip midnight, the moment they do."""
    return datetime.combine(day, time(), ZoneInfo(terms.time_zone)).astimezone(UTC)


def _local(terms: Terms, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(terms.time_zone)):%Y-%m-%d %H:%M %Z}"


def _sender(terms: Terms) -> str:
    return terms.partner or "the sender"
