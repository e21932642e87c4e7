"""The IPTC's own JSON of its Media Topics: one concept scheme with its concepts, labels and mappings."""

from collections.abc import Iterator, Mapping
from typing import Any

from dateline.wire.errors import UnreadableItem
from dateline.wire.parsers import safe_json
from dateline.wire.parsers.words import line
from dateline.wire.rules.media_topics import SCHEME
from dateline.wire.rules.vocabulary import Term

# Tags in the IPTC's file that are no language tags (BCP 47), and what they mean.
_TAGS = {"se": "sv", "dk": "da", "no-NB": "nb", "no-NN": "nn"}
_SUBJECT_CODE = "cv.iptc.org/newscodes/subjectcode/"
_MATCHES = ("exactMatch", "closeMatch")


def read(raw: bytes) -> tuple[dict[str, Term], str]:
    """Every term by its code, and the day on which the file was released. Raises UnreadableItem."""
    value = safe_json.read(raw)
    if flaw := safe_json.flaw_of(value):
        raise UnreadableItem(flaw)
    if not isinstance(value, dict) or line(value.get("uri")).rstrip("/") != SCHEME.rstrip("/"):
        raise UnreadableItem(
            f"this is not the IPTC's Media Topics ({SCHEME}) as JSON; get mediatopic.json there"
        )
    concepts = value.get("conceptSet")
    terms = {term.code: term for term in _terms(concepts if isinstance(concepts, list) else [])}
    if not terms:
        raise UnreadableItem("the file holds no topic; get mediatopic.json from the IPTC again")
    return terms, line(value.get("dateReleased"))[:10]


def _terms(concepts: list[Any]) -> Iterator[Term]:
    for one in concepts:
        if not isinstance(one, dict):
            continue
        code = _last(one.get("qcode") or one.get("uri"))
        labels = one.get("prefLabel")
        if code and isinstance(labels, Mapping):
            yield Term(
                code=code,
                labels={
                    _TAGS.get(str(tag), str(tag)): said
                    for tag, text in labels.items()
                    if (said := line(text))
                },
                broader=next((_last(ref) for ref in _list(one.get("broader"))), ""),
                is_retired=bool(one.get("retired")),
                subject_codes=tuple(
                    _last(ref)
                    for name in _MATCHES
                    for ref in _list(one.get(name))
                    if _SUBJECT_CODE in line(ref)
                ),
            )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _last(coded: Any) -> str:
    return line(coded).rpartition("/")[2].rpartition(":")[2]
