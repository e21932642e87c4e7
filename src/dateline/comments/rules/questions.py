"""The questions that a comment is asked, in order; the first answer decides."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from dateline.comments.rules import text as texts


class Outcome(StrEnum):
    """What becomes of a comment."""

    PRINT = "print"
    HOLD = "hold"
    REFUSE = "refuse"


class Answers(StrEnum):
    """What a comment answers: the story, a comment in print, or one that is no longer there."""

    STORY = "story"
    COMMENT = "comment"
    GONE = "gone"


@dataclass(frozen=True)
class Policy:
    """What this newsroom has decided. `known_after`: so many printed comments make a known writer."""

    most_characters: int = 300
    most_links: int = 2
    known_after: int = 3
    posts_a_minute: int = 3
    refused_words: tuple[str, ...] = ()
    held_words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Submission:
    """A comment on its way in, with all that the questions need to know.

    `text` as it was typed: what is printed is `clean(text)`. `previous_text`: what the same writer said
    last, in the past day, refused and deleted ones left out. `posts_past_minute`: without this one.
    """

    text: str
    is_story_open: bool = True
    answers: Answers = Answers.STORY
    previous_text: str | None = None
    posts_past_minute: int = 0
    printed_before: int = 0
    is_staff: bool = False
    policy: Policy = Policy()


@dataclass(frozen=True)
class Ruling:
    """What was decided and why, in a sentence for the writer, the desk and the log.

    `ground` names the question (`too_long`) and `number` the figure in its sentence, so that the
    sentence can be said in the writer's language.
    """

    outcome: Outcome
    reason: str
    ground: str = ""
    number: int = 0


Question = Callable[[Submission], Ruling | None]


def story_is_open(comment: Submission) -> Ruling | None:
    if not comment.is_story_open:
        return Ruling(Outcome.REFUSE, "Comments on this story are closed.", "closed")
    return None


def answers_what_is_there(comment: Submission) -> Ruling | None:
    if comment.answers is Answers.GONE:
        return Ruling(Outcome.REFUSE, "The comment that you answer is no longer there.", "parent_gone")
    return None


def says_something(comment: Submission) -> Ruling | None:
    if not texts.says_something(comment.text):
        return Ruling(Outcome.REFUSE, "Your comment is empty; write something and post it again.", "empty")
    return None


def is_countable(comment: Submission) -> Ruling | None:
    if not texts.is_countable(comment.text):
        most = comment.policy.most_characters
        reason = f"Your comment is far too long; at most {most} characters fit. Shorten it and post it again."
        return Ruling(Outcome.REFUSE, reason, "far_too_long", most)
    return None


def not_too_long(comment: Submission) -> Ruling | None:
    most = comment.policy.most_characters
    if (counted := texts.length(comment.text)) > most:
        reason = (
            f"Your comment is {counted} characters long; at most {most} fit. "
            f"Take out {counted - most} and post it again."
        )
        return Ruling(Outcome.REFUSE, reason, "too_long", counted)
    return None


def not_a_flood(comment: Submission) -> Ruling | None:
    if comment.posts_past_minute >= comment.policy.posts_a_minute and not comment.is_staff:
        posts = comment.posts_past_minute
        reason = f"You have posted {posts} comments within a minute; wait a minute and post it again."
        return Ruling(Outcome.REFUSE, reason, "flood", posts)
    return None


def not_said_before(comment: Submission) -> Ruling | None:
    if comment.previous_text is not None and texts.is_same(comment.text, comment.previous_text):
        return Ruling(Outcome.REFUSE, "You have just said the same; say something new.", "double")
    return None


def no_refused_word(comment: Submission) -> Ruling | None:
    if _first_word(comment.text, comment.policy.refused_words):
        reason = "Your comment holds a word that we do not print; put it another way and post it again."
        return Ruling(Outcome.REFUSE, reason, "refused_word")
    return None


def no_held_word(comment: Submission) -> Ruling | None:
    if word := _first_word(comment.text, comment.policy.held_words):
        return Ruling(Outcome.HOLD, f"holds the word “{word}”", "held_word")
    return None


def few_links(comment: Submission) -> Ruling | None:
    if (links := texts.link_count(comment.text)) > comment.policy.most_links:
        return Ruling(Outcome.HOLD, f"{links} links", "links", links)
    return None


def known_writer(comment: Submission) -> Ruling | None:
    if comment.is_staff or comment.printed_before >= comment.policy.known_after:
        return None
    if comment.printed_before == 0:
        return Ruling(Outcome.HOLD, "a first comment", "new_writer")
    reason = f"a new writer: {comment.printed_before} printed, {comment.policy.known_after} make one known"
    return Ruling(Outcome.HOLD, reason, "new_writer", comment.printed_before)


# Refusals first, so that the desk never reads what could not be printed anyway; among them the cheap ones.
HOUSE_QUESTIONS: tuple[Question, ...] = (
    story_is_open,
    is_countable,
    says_something,
    not_too_long,
    answers_what_is_there,
    not_said_before,
    not_a_flood,
    no_refused_word,
    no_held_word,
    few_links,
    known_writer,
)

# What an edit is asked: it repeats its own text, and is no new post.
EDIT_QUESTIONS: tuple[Question, ...] = tuple(
    ask for ask in HOUSE_QUESTIONS if ask not in (answers_what_is_there, not_said_before, not_a_flood)
)

# What can be asked of a reader whom we do not know yet, before the text waits for the sign-in.
SIGNED_OUT_QUESTIONS: tuple[Question, ...] = (story_is_open, is_countable, says_something, not_too_long)


def rule(comment: Submission, questions: Iterable[Question] = HOUSE_QUESTIONS) -> Ruling:
    """The first question with an answer decides; silence prints."""
    for ask in questions:
        if ruling := ask(comment):
            return ruling
    return Ruling(Outcome.PRINT, "no objection")


def _first_word(text: str, words: Iterable[str]) -> str:
    return next((word for word in words if texts.contains_word(text, word)), "")
