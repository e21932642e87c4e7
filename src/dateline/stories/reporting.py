"""The report of a re-judging: how far it is, and every story of which new terms changed what is shown, as CSV."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, QuerySet

from dateline.house import spreadsheet
from dateline.licences.models import Partner
from dateline.stories.errors import NeverJudgedAgain
from dateline.stories.judged import Judged, Rejudging

COLUMNS = (
    "partner", "terms_version", "outcome", "guid", "headline", "address", "surfaces_left", "surfaces_gained",
    "says_otherwise", "pictures_hidden", "pictures_shown", "reason", "judged_at",
)  # fmt: skip


@dataclass(frozen=True)
class Progress:
    """How far a re-judging is, and how many stories it found by outcome."""

    rejudging: Rejudging
    down: int
    changed: int
    could_return: int
    failed: int

    @property
    def state(self) -> str:
        """In a word: "at work", "done", or "overtaken" by newer terms."""
        if self.rejudging.is_at_work:
            return "at work"
        return "overtaken" if self.rejudging.is_overtaken else "done"

    @property
    def percent(self) -> int:
        """Of all that it has to judge; 100 when it is done."""
        if not self.rejudging.is_at_work or not self.rejudging.total:
            return 100
        return min(99, self.rejudging.judged * 100 // self.rejudging.total)


def of_partner(partner: Partner, most: int = 10) -> list[Progress]:
    """The partner's re-judgings, the newest first."""
    return [progress(each) for each in partner.rejudgings.select_related("partner")[:most]]


def at_work() -> list[Progress]:
    """Those that are not done, the oldest first."""
    return [progress(row) for row in waiting()]


def waiting() -> QuerySet[Rejudging]:
    """Those that are not done, the oldest first."""
    return Rejudging.objects.filter(ended_at=None).select_related("partner").order_by("notice")


def with_failures() -> list[Progress]:
    """Of each partner's newest those of which some stories could not be judged."""
    newest_ones = [row for partner in Partner.objects.order_by("slug") if (row := partner.rejudgings.first())]
    return [at for row in newest_ones if (at := progress(row)).failed]


def newest(partner: Partner, version: int | None = None) -> Rejudging:
    """The newest re-judging of this partner, by this version of its terms where one is named.

    Raises NeverJudgedAgain.
    """
    rows = Rejudging.objects.filter(partner=partner).select_related("partner")
    found = (rows if version is None else rows.filter(version=version)).first()
    if found is None:
        which = "" if version is None else f" by version {version} of its terms"
        raise NeverJudgedAgain(
            f"nothing of {partner.name} has been judged again{which}; that happens when its terms change, "
            f"or by `dateline licences rejudge {partner.slug}`"
        )
    return found


def progress(rejudging: Rejudging) -> Progress:
    """How far it is now."""
    counts = counted(rejudging)
    return Progress(
        rejudging=rejudging,
        down=counts[Judged.Outcome.DOWN],
        changed=counts[Judged.Outcome.CHANGED],
        could_return=counts[Judged.Outcome.COULD_RETURN],
        failed=counts[Judged.Outcome.FAILED],
    )


def counted(rejudging: Rejudging) -> dict[str, int]:
    """How many stories it found, by outcome: each of them, 0 where none."""
    lines = rejudging.lines.values_list("outcome").annotate(n=Count("pk")).order_by()
    return {outcome.value: 0 for outcome in Judged.Outcome} | dict(list(lines))


def problems() -> Iterator[str]:
    """What is wrong with any partner's newest re-judging, with the remedy."""
    for at in with_failures():
        partner = at.rejudging.partner
        yield (
            f"{at.failed} stories of {partner.name} could not be judged by its new terms and stand as they were; "
            f"`dateline licences report {partner.slug}` says why, `dateline licences rejudge {partner.slug}` "
            "tries again"
        )


def as_csv(rejudging: Rejudging) -> Iterator[str]:
    """The report, a row a story, in the order in which they were judged."""
    yield _written(COLUMNS)
    for line in rejudging.lines.iterator(chunk_size=1000):
        yield _written(_row(rejudging, line))


def as_file(rejudging: Rejudging) -> Iterator[bytes]:
    """The same for a spreadsheet, as UTF-8 with a mark of its order."""
    yield spreadsheet.MARK
    for line in as_csv(rejudging):
        yield line.encode()


def _row(rejudging: Rejudging, line: Judged) -> tuple[str, ...]:
    return (
        rejudging.partner.slug, str(rejudging.version), line.outcome, line.guid, line.headline, line.address,
        " ".join(line.surfaces_left), " ".join(line.surfaces_gained), " ".join(line.says),
        str(line.pictures_hidden), str(line.pictures_shown), line.reason, _moment(line.at),
    )  # fmt: skip


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _written(cells: tuple[str, ...]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line).writerow([spreadsheet.cell(each) for each in cells])
    return line.getvalue()
