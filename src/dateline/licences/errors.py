"""What can go wrong in the licence room.

LicenceError
├── NotLicensed        the terms say no to this use at this moment
├── UnknownPartner     nobody of this name is loaded
├── UnreadableTerms    kept terms hold what this version does not know
├── UnreadableLogo     the logo is not an SVG picture that can be made clean
└── TermsAreKept       a terms version is a record: written once
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


class TermsAreKept(LicenceError):
    """A terms version was about to be changed or removed."""
