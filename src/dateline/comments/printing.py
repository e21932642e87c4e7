"""Prints the part under each story, and further pages of threads at paths of their own."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.template.loader import render_to_string

from dateline.comments import printed, queries
from dateline.comments.queries import Order
from dateline.house import printing, runs, slots
from dateline.house.paper import paper
from dateline.house.printing import Head, Sheet
from dateline.licences.rules import Use, judge, signals
from dateline.stories.models import Story
from dateline.stories.queries import in_print, story_at

_PATH = re.compile(
    r"(?P<address>/(?:[^/]+/)+)comments/(?P<order>newest|oldest|most-liked)/(?P<page>[1-9]\d{0,4})/"
)
# Stands in for a story's number where a part is set once for many; no number grows so large.
_ANY_STORY = 9_187_201_950_435_737_471


def fill_slot(call: slots.SlotCall) -> slots.Part:
    """The comments of the story that the page is about; nothing for a draft that was never saved."""
    if not call.key:
        return slots.Part("")
    story = call.about
    if not isinstance(story, Story) or str(story.pk) != call.key:
        story = Story.objects.select_related("locale", "partner").get(pk=int(call.key))
    return _part(story, call, printed.comments_part(story))


def fill_run(calls: Sequence[slots.SlotCall]) -> list[slots.Part]:
    """The comments of many stories: most have none, which is asked for once."""
    talked_of = queries.talked_of([int(call.key) for call in calls if call.key])
    parts = []
    for call in calls:
        story = call.about
        if isinstance(story, Story) and str(story.pk) == call.key and story.pk not in talked_of:
            parts.append(_without_comments(story, call))
        else:
            parts.append(fill_slot(call))
    return parts


def _without_comments(story: Story, call: slots.SlotCall) -> slots.Part:
    """The part as `_part` sets it; of stories without comments nothing differs but the number in their addresses."""
    is_open = queries.takes_comments(story)

    def of_any() -> str:
        page = printed.no_comments(_ANY_STORY, story.language, is_open=is_open)
        return render_to_string("comments/_comments.html", {"page": page, "language": call.language})

    html = runs.once(("no comments", story.language, call.language, is_open), of_any)
    return slots.Part(html.replace(str(_ANY_STORY), str(story.pk)), frozenset({tag_of(story)}))


def _part(story: Story, call: slots.SlotCall, page: printed.CommentsPart) -> slots.Part:
    context = {"page": page, "language": call.language}
    return slots.Part(render_to_string("comments/_comments.html", context), frozenset({tag_of(story)}))


def tag_of(story: Story) -> str:
    """What pages that show this story's comments depend on."""
    return f"comments:{story.pk}"


class ThreadPages:
    """`<story>/comments/<order>/<page>/`: threads beyond those that stand with the story."""

    name = "comments"

    def print(self, path: str, at: datetime) -> Sheet | None:
        """The sheet, while the story is in print and the page has threads."""
        asked = _PATH.fullmatch(path)
        story = story_at(asked["address"]) if asked else None
        if asked is None or story is None or not judge(story.terms, Use.PAGE, at).allowed:
            return None
        order, page = Order(asked["order"]), int(asked["page"])
        part = printed.comments_part(story, order, page)
        if not part.threads or (order is Order.NEWEST and page == 1):
            return None
        content = printed.ThreadsPage(part=part, headline=story.headline, address=story.address)
        title = "댓글" if story.language == "ko" else "Comments"
        return printing.render(
            "comments/threads.html",
            content,
            path=path,
            head=Head(
                title=f"{title} · {story.headline} · {paper().name}",
                canonical=paper().absolute(path),
                robots="noindex, follow",
            ),
            at=at,
            language=story.language,
            tags=_tags_of(story),
            headers=signals(story.terms).headers,
            ends_at=story.ends_at,
            territory=story.territory,
            licensed=story.licence is not None,
        )

    def paths(self) -> Iterable[str]:
        """Every page of threads in every order, for stories in print that have more than one thread."""
        totals = dict(queries.stories_with_threads())
        for story in in_print().filter(pk__in=totals):
            yield from _paths_of(story, queries.pages_of(totals[story.pk]))


def _paths_of(story: Story, pages: int) -> Iterable[str]:
    for order in Order:
        first = 2 if order is Order.NEWEST else 1
        for page in range(first, pages + 1):
            yield printed.threads_address(story.address, order, page)


def _tags_of(story: Story) -> set[str]:
    tags = {tag_of(story), story.tag}
    return tags | {f"partner:{story.partner.slug}"} if story.partner else tags
