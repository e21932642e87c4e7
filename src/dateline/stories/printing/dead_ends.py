"""The paper's own pages for what cannot be had: printed ahead, so that they stand when all else is away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import mark_safe

from dateline.house import clock, printing
from dateline.house.paper import paper
from dateline.house.printing import ENDED, SAID_HERE, TAKEN_BACK, Head, Sheet
from dateline.house.words import said
from dateline.stories.printed import ErrorPage, Link

LANGUAGES = ("en", "ko")
TO_THE_DESK = (Link("To the desk", "/desk/"),)


@dataclass(frozen=True)
class DeadEnd:
    """One of them: its word in the address (a status first), what it says, and where else it leads."""

    word: str
    headline: str
    sentence: str
    languages: tuple[str, ...] = LANGUAGES
    links: tuple[Link, ...] = ()
    said_here: str = ""

    @property
    def status(self) -> int:
        return int(self.word[:3])

    @property
    def code(self) -> str:
        """What stands over it: its status, unless all is well with the request."""
        return "Notice" if self.status == 200 else str(self.status)


_NOT_UNDERSTOOD = (
    "This could not be understood",
    "What your browser sent makes no sense to us. Go back and try it again.",
)
_NOT_ALLOWED = ("This is not open to you", "You may not do this, or not with this account.")
_SEND_AGAIN = (
    "Please send it once more",
    "We could not tell that this form came from our own page. Go back, load that page again and send it once more. "
    "Your browser must keep cookies for this site.",
)
_OUR_FAULT = (
    "Something went wrong on our side",
    "It has been written down. Pages already in print can be read as always.",
)
DEAD_ENDS = (
    DeadEnd("404", "Page not found", "There is no page at this address. It may have been typed or linked wrongly."),
    DeadEnd("410", "No longer available",
            "What stood at this address has been taken out of print and will not come back."),
    # Where the licence asks for a notice, or the sender withholds what it had sent: what became of it, in its place.
    DeadEnd(TAKEN_BACK, "This story has been withdrawn",
            "Those who sent it to us have taken it back. It does not stand here any more.", said_here=SAID_HERE),
    DeadEnd(ENDED, "This story is no longer shown here",
            "We had it from a partner, and the time for which we may show it is over."),
    DeadEnd("451", "Not shown, by law",
            "We may not show what stood at this address, for legal reasons."),
    DeadEnd("451-outside", "Not for readers where you are",
            "We have this story from a partner who lets us show it in some countries only, "
            "and as far as we can tell you are in none of them."),
    DeadEnd("503", "Back in a moment",
            "This page cannot be shown right now. Pages already in print can be read as always."),
    DeadEnd("400", *_NOT_UNDERSTOOD),
    DeadEnd("403", *_NOT_ALLOWED),
    DeadEnd("403-form", *_SEND_AGAIN),
    DeadEnd("500", *_OUR_FAULT),
    # Editors go back to the desk; its screens are in English.
    DeadEnd("400-desk", *_NOT_UNDERSTOOD, ("en",), TO_THE_DESK),
    DeadEnd("403-desk", *_NOT_ALLOWED, ("en",), TO_THE_DESK),
    DeadEnd("403-form-desk", *_SEND_AGAIN, ("en",), TO_THE_DESK),
    DeadEnd("500-desk", *_OUR_FAULT, ("en",), TO_THE_DESK),
)  # fmt: skip


def recalled_sheet(path: str, language: str, reason: str) -> Sheet:
    """What an editor's preview shows of a story that was recalled: the reason and none of its words."""
    return _sheet(DeadEnd("410", "No longer available", reason), language, path, clock.now())


def address_of(dead_end: DeadEnd, language: str) -> str:
    """Where it lies: `/-/404/`, `/ko/-/404/`."""
    return f"/-/{dead_end.word}/" if language == "en" else f"/{language}/-/{dead_end.word}/"


class DeadEndPrinter:
    """Prints them, each carrying its status."""

    name = "errors"

    def print(self, path: str, at: datetime) -> Sheet | None:
        """The one at this address."""
        for dead_end in DEAD_ENDS:
            for language in dead_end.languages:
                if path == address_of(dead_end, language):
                    return _sheet(dead_end, language, path, at)
        return None

    def paths(self) -> Iterable[str]:
        """Each in its languages."""
        return [address_of(dead_end, language) for dead_end in DEAD_ENDS for language in dead_end.languages]


def _sheet(dead_end: DeadEnd, language: str, path: str, at: datetime) -> Sheet:
    page = ErrorPage(
        language=language, address=path, code=dead_end.code, headline=dead_end.headline,
        sentence=dead_end.sentence, links=dead_end.links, said_here=mark_safe(dead_end.said_here),
    )  # fmt: skip
    head = Head(title=f"{said(dead_end.headline, language)} — {paper().name}", robots="noindex")
    return printing.render(
        "house/dead_end.html", page, path=path, at=at, head=head, language=language, tags={"errors"},
        status=dead_end.status,
    )  # fmt: skip
