"""What happened, as a person says it: notices by what they are about, in the newsroom's words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from dateline.comments.models import Comment
from dateline.desk import item_words
from dateline.house.models import Notice
from dateline.licences.models import Partner
from dateline.pictures.models import Picture
from dateline.stories.models import Author, Topic
from dateline.wire.models import Source, WireItem

SHOWN_PATHS = 2
_SAID = {
    "story.published": "Put in print",
    "story.changed": "Printed anew",
    "story.withdrawn": "Taken out of print",
    "story.corrected": "Correction added",
    "story.taken-in": "Taken in from the wire",
    "story.origin-kept": "Made from another",
    "story.put-in-print": "Published from the wire",
    "story.backdated": "Moment of publication set",
    "story.scheduled": "Scheduled",
    "story.terms-accepted": "Usage terms accepted",
    "story.correction-waits": "A newer version waits",
    "story.not-published": "Not published when it was due",
    "story.relicensed": "Judged by new terms",
    "wire.filed": "Came in",
    "wire.updated": "A newer version came in",
    "wire.corrected": "A correction came in",
    "wire.silent-change": "Changed by the sender without a word",
    "wire.killed": "Killed by the sender",
    "wire.withheld": "Withheld by the sender",
    "wire.held": "Came in, held",
    "wire.unclear": "Names a story in words that are not clear",
    "wire.understood": "An editor said which story it means",
    "wire.pictured": "Its picture came in",
    "desk.set-aside": "Set aside",
    "desk.taken-up": "Taken up again",
    "source.silent": "A source fell silent",
    "source.failing": "A source cannot be fetched",
    "source.back": "A source is well again",
    "source.asked": "A source was asked at once",
    "standing-order.refused": "Not taken in by the standing order",
    "comments.printed": "Comment printed",
    "comments.held": "Comment held",
    "comments.refused": "Comment refused",
    "comments.deleted": "Comment deleted",
    "comments.liked": "Comment liked",
    "picture.kept": "Picture kept",
    "picture.ready": "Picture ready to print",
    "picture.licensed": "Picture bound to its licence",
    "picture.changed": "Picture changed",
    "picture.withdrawn": "Picture taken out of print",
    "licence.changed": "New terms",
    "rejudging.ended": "All of it judged by new terms",
    "rejudging.lists": "Some of it judged by new terms",
    "markets.loaded": "Instruments loaded",
    "press.asked": "Printed again by hand",
    "archive.most-read": "Most read counted",
    "feeds.changed": "Feeds printed anew",
}
_VERBS = {
    "printed": "Page printed",
    "withdrawn": "Page taken out of print",
    "changed": "Changed",
    "moved": "Moved",
}


@dataclass(frozen=True)
class Happening:
    """One notice: what happened to what; the paths that it names, the first two, and how many more there are."""

    notice: Notice
    said: str
    what: str
    by: str
    reason: str
    withdrawn: tuple[str, ...]
    paths: tuple[str, ...]
    more: int


def of(notices: Sequence[Notice]) -> list[Happening]:
    """These notices, in their order, named in a few queries however many there are."""
    called = _names({notice.about for notice in notices})
    return [_happening(notice, called.get(notice.about, "")) for notice in notices]


def said(kind: str) -> str:
    """What a kind of notice is called: `story.withdrawn` is "Taken out of print"."""
    verb = kind.rpartition(".")[2]
    return _SAID.get(kind) or _VERBS.get(verb) or kind.replace(".", ", ").replace("-", " ").capitalize()


def _happening(notice: Notice, called: str) -> Happening:
    withdrawn = tuple(notice.withdrawn[:SHOWN_PATHS])
    paths = tuple(notice.paths[: SHOWN_PATHS - len(withdrawn)])
    return Happening(
        notice=notice,
        said=said(notice.kind),
        what=called,
        by=str(notice.facts.get("by", "")),
        reason=str(notice.facts.get("reason", "")),
        withdrawn=withdrawn,
        paths=paths,
        more=len(notice.withdrawn) + len(notice.paths) - len(withdrawn) - len(paths),
    )


def _names(abouts: Iterable[str]) -> dict[str, str]:
    """`story:12` and its headline, for all that has a name."""
    by_kind: dict[str, set[str]] = {}
    for about in abouts:
        kind, _, key = about.partition(":")
        by_kind.setdefault(kind, set()).add(key)
    return {
        f"{kind}:{key}": name
        for kind, keys in by_kind.items()
        if (look_up := _LOOK_UPS.get(kind))
        for key, name in look_up(keys).items()
    }


def _by(model: Any, field: str, shown: str) -> Callable[[set[str]], dict[Any, str]]:
    def look_up(keys: set[str]) -> dict[Any, str]:
        wanted = {int(key) for key in keys if key.isdigit()} if field == "pk" else keys
        return dict(model.objects.filter(**{f"{field}__in": wanted}).values_list(field, shown))

    return look_up


def _wire(keys: set[str]) -> dict[Any, str]:
    return item_words.names(
        WireItem.objects.filter(pk__in=[int(key) for key in keys if key.isdigit()]).select_related("current")
    )


_LOOK_UPS: dict[str, Callable[[set[str]], dict[Any, str]]] = {
    **dict.fromkeys(("story", "front", "section", "shelf", "standingpage"), _by(Page, "pk", "title")),
    "wire": _wire,
    "source": _by(Source, "pk", "location"),
    "partner": _by(Partner, "slug", "name"),
    "picture": _by(Picture, "address_hash", "title"),
    "comment": _by(Comment, "pk", "story__title"),
    "author": _by(Author, "pk", "name"),
    "topic": _by(Topic, "pk", "name"),
}
