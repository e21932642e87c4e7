"""What each template of this room receives. Printed parts depend on `comments:<story>` alone."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from dateline.comments import queries
from dateline.comments.models import Comment, State
from dateline.comments.queries import Order
from dateline.comments.rules import Policy, initials, length
from dateline.comments.rules.text import is_countable

if TYPE_CHECKING:
    from dateline.stories.models import Story

REPORT_REASONS = (
    "It insults or threatens somebody",
    "It is advertising",
    "It is false",
    "It gives away what is private",
    "It has nothing to do with the story",
)
_ORDER_NAMES = {Order.NEWEST: "Newest", Order.OLDEST: "Oldest", Order.MOST_LIKED: "Most liked"}


@dataclass(frozen=True)
class CommentForm:
    """comments/_form.html: a box to write in. `key` makes its ids unique on a page; `parent` 0 for none.

    `sentence` is why the text came back; `counted` what of `most` is used up.
    """

    key: str
    action: str
    language: str
    label: str = "Your comment"
    button: str = "Post"
    parent: int = 0
    text: str = ""
    counted: int = 0
    most: int = Policy().most_characters
    sentence: str = ""


@dataclass(frozen=True)
class PrintedComment:
    """comments/_comment.html: one comment. `stub`: why one is out of print, "deleted" or "removed".

    `reply` None where no reply can be written.
    """

    id: int
    language: str
    name: str
    initials: str
    is_staff: bool
    text: str
    submitted_at: datetime
    edited_at: datetime | None
    likes: int
    address: str
    stub: str = ""
    reply: CommentForm | None = None
    replies: tuple["PrintedComment", ...] = ()


@dataclass(frozen=True)
class OrderLink:
    """Another order of the same threads; `is_current` for the one that stands here."""

    name: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class CommentsPart:
    """comments/_comments.html: head and count, the box or why there is none, threads, further pages."""

    key: str
    language: str
    count: int
    action: str
    mine_address: str
    form: CommentForm | None
    threads: tuple[PrintedComment, ...]
    orders: tuple[OrderLink, ...]
    page: int
    pages: int
    newer_address: str
    older_address: str


@dataclass(frozen=True)
class ThreadsPage:
    """comments/threads.html: further threads of a story, or another order, at an address of their own."""

    part: CommentsPart
    headline: str
    address: str


@dataclass(frozen=True)
class FormPage:
    """comments/form.html, comments/away.html: a text that came back to its writer, to be sent again."""

    headline: str
    form: CommentForm
    story_headline: str = ""
    story_address: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class OwnComment:
    """A line of comments/mine.html. An address is "" where there is nothing to do."""

    id: int
    text: str
    state: str
    submitted_at: datetime
    address: str
    edit_address: str
    delete_address: str


@dataclass(frozen=True)
class OwnPage:
    """comments/mine.html: what the reader said under one story, held comments with it."""

    headline: str
    story_headline: str
    story_address: str
    comments: tuple[OwnComment, ...]


@dataclass(frozen=True)
class ReportPage:
    """comments/report.html: why should this comment not stand? `is_reported`: this reader has said so."""

    headline: str
    name: str
    text: str
    action: str
    story_address: str
    is_reported: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class MessagePage:
    """comments/message.html: one sentence, and where to go on."""

    headline: str
    sentence: str
    story_address: str = ""


def address_of(story_pk: int) -> str:
    """Where a comment on this story is posted to."""
    return f"/-/comments/{story_pk}"


def mine_address_of(story_pk: int) -> str:
    """Where a reader sees what is theirs under this story."""
    return f"/-/mine/comments/{story_pk}"


def threads_address(story_address: str, order: Order, page: int) -> str:
    """Where a page of threads is printed; the first of the newest stands with the story."""
    if order is Order.NEWEST and page == 1:
        return f"{story_address}#comments"
    return f"{story_address}comments/{order}/{page}/"


def comments_part(story: "Story", order: Order = Order.NEWEST, page: int = 1) -> CommentsPart:
    """One page of a story's comments, ready to print."""
    return _part_of(story, queries.threads(story.pk, order, page), order, page)


def no_comments(key: int, language: str, *, is_open: bool) -> CommentsPart:
    """The same of a story that is known to have no thread."""
    found, action = queries.no_threads(), address_of(key)
    return CommentsPart(
        key=str(key),
        language=language,
        count=found.count,
        action=action,
        mine_address=mine_address_of(key),
        form=CommentForm(key="comment", action=action, language=language) if is_open else None,
        threads=(),
        orders=(),
        page=found.page,
        pages=found.pages,
        newer_address="",
        older_address="",
    )


def _part_of(story: "Story", found: queries.ThreadPage, order: Order, page: int) -> CommentsPart:
    is_open = queries.takes_comments(story)
    action = address_of(story.pk)
    form = CommentForm(key="comment", action=action, language=story.language) if is_open else None
    there_is_choice = found.pages > 1 or len(found.threads) > 1
    return CommentsPart(
        key=str(story.pk),
        language=story.language,
        count=found.count,
        action=action,
        mine_address=mine_address_of(story.pk),
        form=form,
        threads=tuple(_thread(story, thread, is_open) for thread in found.threads),
        orders=_orders(story.address, order) if there_is_choice else (),
        page=found.page,
        pages=found.pages,
        newer_address=threads_address(story.address, order, page - 1) if page > 1 else "",
        older_address=threads_address(story.address, order, page + 1) if page < found.pages else "",
    )


def own_comment(comment: Comment, story_address: str, at: datetime) -> OwnComment:
    """One of the reader's own, with what may still be done with it."""
    action = f"{address_of(comment.story_id)}/{comment.pk}"
    mine = f"{mine_address_of(comment.story_id)}/{comment.pk}"
    return OwnComment(
        id=comment.pk,
        text=comment.text,
        state=comment.state,
        submitted_at=comment.submitted_at,
        address=f"{story_address}#comment-{comment.pk}" if comment.is_printed else "",
        edit_address=f"{mine}/edit" if queries.is_editable(comment, at) else "",
        delete_address=f"{action}/delete",
    )


def filled_form(form: CommentForm) -> CommentForm:
    """The same form with its text counted."""
    return replace(form, counted=length(form.text) if is_countable(form.text) else len(form.text))


def _orders(story_address: str, current: Order) -> tuple[OrderLink, ...]:
    return tuple(
        OrderLink(name, threads_address(story_address, order, 1), order is current)
        for order, name in _ORDER_NAMES.items()
    )


def _thread(story: "Story", thread: queries.Thread, is_open: bool) -> PrintedComment:
    comment = thread.comment
    reply = None
    if is_open and comment.is_printed:
        reply = CommentForm(
            key=f"reply-{comment.pk}",
            action=address_of(story.pk),
            language=story.language,
            label="Your reply",
            button="Reply",
            parent=comment.pk,
        )
    replies = tuple(_printed(reply_to, story.language) for reply_to in thread.replies)
    return _printed(comment, story.language, reply=reply, replies=replies)


def _printed(
    comment: Comment,
    language: str,
    *,
    reply: CommentForm | None = None,
    replies: tuple[PrintedComment, ...] = (),
) -> PrintedComment:
    name = queries.name_of(comment.writer)
    stands = comment.is_printed
    return PrintedComment(
        id=comment.pk,
        language=language,
        name=name if stands else "",
        initials=initials(name) if stands else "",
        is_staff=bool(stands and comment.writer and comment.writer.is_staff),
        text=comment.text if stands else "",
        submitted_at=comment.submitted_at,
        edited_at=comment.edited_at if stands else None,
        likes=comment.like_count,
        address=f"{address_of(comment.story_id)}/{comment.pk}",
        stub="" if stands else "deleted" if comment.state == State.DELETED else "removed",
        reply=reply,
        replies=replies,
    )
