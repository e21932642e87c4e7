"""What can go wrong in the licence room.

LicenceError
├── NotLicensed        the terms say no to this use at this moment
├── UnknownPartner     nobody of this name is loaded
├── UnreadableTerms    kept terms hold what this version does not know
├── UnreadableLogo     the logo is not an SVG picture that can be made clean
├── DeskSaysOtherwise  the desk has changed the partner since the file was loaded
├── ChangedMeanwhile   somebody else has changed the partner since it was read
├── TermsAreKept       a terms version is a record: written once
├── LedgerIsKept       an entry of the ledger is a record: written once
├── LedgerIsBroken     an entry of the ledger was changed or is missing
├── QuotaIsUsed        the partner lets us publish no more this month
└── UnreadableMonth    a month is written 2026-11
"""

from dateline.house.errors import DatelineError


class LicenceError(DatelineError):
    """Something the licence room cannot do."""


class NotLicensed(LicenceError):
    """The terms do not allow this use; `reason` says why, in words for an editor."""

    def __init__(self, what: str, reason: str) -> None:
        super().__init__(f"{what} cannot be used: {reason}")
        self.what = what
        self.reason = reason


class UnknownPartner(LicenceError):
    """No partner of this slug is loaded."""


class UnreadableTerms(LicenceError):
    """Kept terms hold a key or value that this version does not know: it might forbid something."""


class UnreadableLogo(LicenceError):
    """The file is not an SVG picture, or nothing was left of it once made clean."""


class DeskSaysOtherwise(LicenceError):
    """A file would undo what was changed at the desk."""


class ChangedMeanwhile(LicenceError):
    """What was to be changed is no longer what was read."""


class TermsAreKept(LicenceError):
    """A terms version was about to be changed or removed."""


class LedgerIsKept(LicenceError):
    """An entry of the ledger was about to be changed or removed."""


class LedgerIsBroken(LicenceError):
    """An entry of the ledger was changed, taken out or put in between."""


class QuotaIsUsed(LicenceError):
    """The partner lets us publish no more of its items this licence month."""


class UnreadableMonth(LicenceError):
    """What was given is no month."""
