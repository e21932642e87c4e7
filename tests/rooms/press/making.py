"""A printer whose pages are words in a dict, so that the press is tried without the rooms below it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from dateline.house import notices
from dateline.house.printing import OWN_CACHE, PAGE_HEADERS, Range, Sheet

WORDS = "<!doctype html><title>A page</title><p>" + "Words that stand in print. " * 20


@dataclass
class Pages:
    """Prints what stands in `texts`; `printed` says in which order it was asked."""

    texts: dict[str, str] = field(default_factory=dict)
    tags: dict[str, frozenset[str]] = field(default_factory=dict)
    printed: list[str] = field(default_factory=list)
    before: Callable[[str], object] = lambda path: None
    name: str = "pages"

    def print(self, path: str, at: datetime) -> Sheet | None:
        if path not in self.texts:
            return None
        self.before(path)
        self.printed.append(path)
        return sheet(path, self.texts[path], tags=self.tags.get(path, frozenset()))

    def paths(self) -> Iterable[str]:
        return list(self.texts)


def sheet(
    path: str,
    text: str = WORDS,
    *,
    tags: frozenset[str] = frozenset(),
    ranges: tuple[Range, ...] = (),
    ends_at: datetime | None = None,
    licensed: bool = False,
) -> Sheet:
    return Sheet(
        path=path,
        body=text.encode(),
        content_type="text/html; charset=utf-8",
        headers=(("Cache-Control", OWN_CACHE), *PAGE_HEADERS),
        tags=tags,
        ranges=ranges,
        ends_at=ends_at,
        licensed=licensed or bool(ranges) or ends_at is not None,
    )


def tell(
    *,
    paths: Iterable[str] = (),
    tags: Iterable[str] = (),
    withdrawn: Iterable[str] = (),
    kind: str = "page.changed",
    **facts: object,
) -> int:
    """Post a notice; its number."""
    with transaction.atomic():
        return notices.post("page:1", kind, paths=paths, tags=tags, withdrawn=withdrawn, facts=facts)
