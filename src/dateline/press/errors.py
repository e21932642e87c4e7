"""What can go wrong in the press room.

PressError
├── NoSuchAddress      an address that no file of ours may have
├── NothingToPrint     no printer knows this address
├── UnknownReceipt     no notice of this number
├── AlreadyPrinting    the whole paper is being printed
├── PrintersFell       printing processes that fall again and again
├── TakenPort          another program listens there
├── UnknownPress       no press of this name
├── TakenName          another node has this node's name
├── StillAtWork        a node that is to be forgotten and has not gone
└── NotReached         a follower is away
"""

from dateline.house.errors import DatelineError


class PressError(DatelineError):
    """Anything wrong in the press room."""


class NoSuchAddress(PressError):
    """No file of ours may have this address."""


class NothingToPrint(PressError):
    """No printer knows this address."""


class UnknownReceipt(PressError):
    """No notice has this number."""


class AlreadyPrinting(PressError):
    """Somebody else is printing the whole paper."""


class PrintersFell(PressError):
    """What prints the whole paper falls again and again."""


class TakenPort(PressError):
    """Another program listens there."""


class UnknownPress(PressError):
    """No press has this name."""


class TakenName(PressError):
    """Another node has this node's name."""


class StillAtWork(PressError):
    """A node that has not gone cannot be forgotten."""


class NotReached(PressError):
    """A folder, a bucket or a cache that follows the press cannot be reached."""
