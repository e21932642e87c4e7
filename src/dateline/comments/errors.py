"""What can go wrong with what readers say.

CommentsError
├── CommentRefused       the house rules say no; carries the ruling, and nothing was kept
├── NotYours             only its writer may change a comment
├── TooLateToEdit        a comment can be changed for five minutes
├── NotOnThePage         a like, report or edit of a comment that is not (or no longer) printed
├── NothingToDecide      there is no such comment, its writer has deleted it, or a reason is missing
└── NotFromOurPage       a post that did not come from a page of this paper
"""

from typing import TYPE_CHECKING

from dateline.house.errors import DatelineError

if TYPE_CHECKING:
    from dateline.comments.rules import Ruling


class CommentsError(DatelineError):
    """Something that the comments room cannot do."""


class CommentRefused(CommentsError):
    """The house rules refuse this text; `ruling` says why."""

    def __init__(self, ruling: "Ruling") -> None:
        super().__init__(ruling.reason)
        self.ruling = ruling


class NotYours(CommentsError):
    """Only its writer may change a comment."""


class TooLateToEdit(CommentsError):
    """The five minutes are over."""


class NotOnThePage(CommentsError):
    """The comment is not, or no longer, in print."""


class NothingToDecide(CommentsError):
    """There is nothing here that a moderator could decide."""


class NotFromOurPage(CommentsError):
    """The post did not come from a page of this paper."""
