"""What can go wrong in the wire room.

WireError                     the room's base; str() is one sentence for a person
├── UnreadableItem            bytes that are no item; its reason goes to the wire inbox
│   ├── NotWellFormed         the XML or JSON is broken, or made to do harm
│   │   └── BrokenXml         only broken: what is whole in it may still be read
│   ├── UnknownFormat         a format that this version does not read
│   └── MissingIdentity       an item with neither guid nor uri
├── UnknownItem               no such guid in the wire
├── SeveralPartners           the guid came from more than one partner
├── NothingThere              a path that does not exist
├── NotAPicture               a file beside the message that is no picture
├── CannotSettle              an editor's word that does not fit the item's state
└── SourceFailed              a source gave nothing; its reason stands beside it on the desk
    └── TryLater              it asked to be left alone for a while
"""

from dateline.house.errors import DatelineError


class WireError(DatelineError):
    """Anything wrong in the wire room."""


class UnreadableItem(WireError):
    """Bytes that are no item; `str()` is the reason that the desk reads."""


class NotWellFormed(UnreadableItem):
    """The XML or JSON is broken, or made to do harm."""


class BrokenXml(NotWellFormed):
    """XML that is only broken: what is whole in it may still be read."""


class UnknownFormat(UnreadableItem):
    """A format that this version does not read."""


class MissingIdentity(UnreadableItem):
    """An item with neither guid nor uri: its next version could never be told from a new item."""


class UnknownItem(WireError):
    """No such guid in the wire."""


class SeveralPartners(WireError):
    """The guid came from more than one partner; name one."""


class NothingThere(WireError):
    """A path that does not exist."""


class NotAPicture(WireError):
    """A file beside the message that is no picture."""


class CannotSettle(WireError):
    """An editor's word that does not fit the item's state."""


class SourceFailed(WireError):
    """A source gave nothing; `str()` says why, for an operator. `status`: what its server answered, where it did."""

    def __init__(self, reason: str, status: int = 0) -> None:
        super().__init__(reason)
        self.status = status


class TryLater(SourceFailed):
    """The source's server asked to be left alone for so many seconds."""

    def __init__(self, reason: str, seconds: float) -> None:
        super().__init__(reason)
        self.seconds = seconds
