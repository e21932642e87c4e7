"""What can go wrong with pictures.

DatelineError
└── PictureError
    ├── NotAPicture         the bytes are no picture that we read, or a hostile one
    ├── PictureTooLarge     more bytes or more pixels than we take
    └── PictureUnreadable   the kept original cannot be read: lost, or its disk is away
"""

from dateline.house.errors import DatelineError


class PictureError(DatelineError):
    """Anything wrong with a picture."""


class NotAPicture(PictureError):
    """The bytes are no picture that we read."""


class PictureTooLarge(NotAPicture):
    """More bytes or more pixels than we take."""


class PictureUnreadable(PictureError):
    """The kept original cannot be read."""
