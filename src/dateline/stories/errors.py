"""What can go wrong in the stories room.

StoriesError
├── NotLicensed           the licence says no, with its reason
├── NotComplete           a story lacks what its page must show
├── UnknownSection        no such section; names the known ones
├── ReservedSlug          a section or story may not have this address
├── UnknownStory          nothing in print or in draft at this address
├── NotTakenIn            the wire item cannot become a story
├── UnknownWireItem       the wire holds no such item
└── NeverJudgedAgain      no new terms have been asked of the partner's stories
"""

from dateline.house.errors import DatelineError


class StoriesError(DatelineError):
    """Anything wrong in the stories room."""


class NotLicensed(StoriesError):
    """The licence says no."""

    def __init__(self, headline: str, reason: str) -> None:
        super().__init__(f"“{headline}” may not be in print: {reason}")
        self.headline = headline
        self.reason = reason


class NotComplete(StoriesError):
    """A story lacks what its page must show."""


class UnknownSection(StoriesError):
    """No such section."""


class ReservedSlug(StoriesError):
    """The address is promised to something else."""


class UnknownStory(StoriesError):
    """Nothing stands at this address."""


class NotTakenIn(StoriesError):
    """The wire item cannot become a story."""


class UnknownWireItem(StoriesError):
    """The wire holds no such item."""


class NeverJudgedAgain(StoriesError):
    """There is no re-judging of this partner."""
