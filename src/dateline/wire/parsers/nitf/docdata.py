"""NITF's `docdata` and what stands beside it in the head: the facts about the document."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property

from dateline.wire.parsers import words
from dateline.wire.parsers.moments import moment
from dateline.wire.parsers.profile import Profile
from dateline.wire.parsers.safe_xml import Element, child, children, descendants, text_of
from dateline.wire.parsers.words import PARTS_LIMIT, line
from dateline.wire.rules.item import Link, Place, Subject

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SUBJECT_CODES = "http://cv.iptc.org/newscodes/subjectcode/"
_RIGHTS = ("type", "owner", "agent", "geography", "location.code", "startdate", "enddate")


class Docdata:
    """A NITF head, asked for facts."""

    def __init__(self, root: Element, profile: Profile) -> None:
        self._root, self._profile = root, profile
        self._head = child(root, "head")
        self._docdata = child(self._head, "docdata")

    @cached_property
    def guid(self) -> str:
        """The document's id, else the `uno` of the whole."""
        return words.guid(self._of("doc-id", "id-string")) or words.guid(self._root.get("uno"))

    @property
    def source(self) -> str:
        """Who registered the document."""
        return self._of("doc-id", "regsrc")

    @property
    def version(self) -> str:
        """The version of its dupe key, empty where there is none."""
        return self._of("du-key", "version")

    @property
    def issued(self) -> str:
        """The issue as sent."""
        return self._of("date.issue", "norm") or self._published

    @property
    def created_at(self) -> datetime | None:
        """When it was issued, else published."""
        return moment(self.issued, self._profile) or moment(self._published, self._profile)

    @property
    def released_at(self) -> datetime | None:
        """The moment before which it must not be used: the later of its release and the start of its rights."""
        found = [
            moment(sent, self._profile)
            for sent in (self._of("date.release", "norm"), *self._rights("startdate"))
        ]
        return max((at for at in found if at is not None), default=None)

    def embargo(self) -> str | None:
        """The release as sent where it is an embargo, None where it only repeats the issue."""
        sent = self._of("date.release", "norm")
        if self.status.lower() == "embargoed":
            return sent
        released = moment(sent, self._profile)
        is_past = released is not None and self.created_at is not None and released <= self.created_at
        return None if not sent or is_past else sent

    @property
    def expires_at(self) -> datetime | None:
        """The earlier of its expiry and the end of its rights."""
        found = [
            moment(sent, self._profile)
            for sent in (self._of("date.expire", "norm"), *self._rights("enddate"))
        ]
        return min((at for at in found if at is not None), default=None)

    @property
    def expiry_hold(self) -> str:
        """Why an editor must look at an expiry that cannot be read."""
        return words.expiry_hold(self._of("date.expire", "norm"), self._profile)

    @property
    def status(self) -> str:
        """The management status as sent."""
        return line(self._docdata.get("management-status")) if self._docdata is not None else ""

    @property
    def language(self) -> str:
        """The base language, else that of the root or body."""
        body = child(self._root, "body")
        said = self._root.get("baselang") or self._root.get(_LANG) or self._root.get("lang")
        return line(said or (body.get(_LANG) or body.get("lang") if body is not None else ""))

    @property
    def urgency(self) -> int | None:
        """1 (highest) to 8."""
        digit = self._of("urgency", "ed-urg")
        return int(digit) if digit in tuple("123456789") else None

    @property
    def slugline(self) -> str:
        """AP's keyword, the dupe key, else the first keyword."""
        return (
            self._meta("anpa-keyword", "slugline", "slug")
            or self._of("du-key", "key")
            or next(iter(self.keywords), "")
        )

    @property
    def keywords(self) -> tuple[str, ...]:
        """Keywords in the sender's order."""
        lists = self._all("key-list")
        words_sent = (
            line(one.get("key")) or text_of(one) for listed in lists for one in children(listed, "keyword")
        )
        return tuple(dict.fromkeys(word for word in words_sent if word))

    @property
    def signals(self) -> tuple[str, ...]:
        """`correction` where the document says that it corrects."""
        return ("correction",) if self._all("correction") else ()

    @property
    def note(self) -> str:
        """Messages to editors, and what a correction says of itself."""
        said = [
            line(one.get("info")) or text_of(one) for one in (*self._all("ed-msg"), *self._all("correction"))
        ]
        return "\n".join(dict.fromkeys(one for one in said if one))

    @property
    def copyright_holder(self) -> str:
        """Who holds the copyright."""
        return self._of("doc.copyright", "holder")

    @property
    def copyright_notice(self) -> str:
        """A notice made of holder and year where both are sent."""
        year, holder = self._of("doc.copyright", "year"), self.copyright_holder
        return f"© {year} {holder}" if year and holder else ""

    @property
    def usage_terms(self) -> tuple[str, ...]:
        """Each `doc.rights` as one sentence, its words as sent."""
        found = []
        for one in self._all("doc.rights"):
            said = [f"{name} {line(one.get(name))}" for name in _RIGHTS if line(one.get(name))]
            found.append("Rights: " + "; ".join([*said, *filter(None, [text_of(one)])]))
        return tuple(dict.fromkeys(term for term in found if term != "Rights: "))

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """IPTC subject codes, and the sender's own classifiers."""
        found = [
            Subject(
                SUBJECT_CODES if (refnum := line(one.get("tobject.subject.refnum"))) else "",
                refnum,
                next(
                    (
                        said
                        for part in ("detail", "matter", "type")
                        if (said := line(one.get(f"tobject.subject.{part}")))
                    ),
                    "",
                ),
            )
            for one in self._within("tobject.subject")
        ]
        found += [
            Subject(
                line(one.get("idsrc") or one.get("type")),
                line(one.get("value") or one.get("code")),
                text_of(one),
            )
            for one in self._within("classifier")
        ]
        return tuple(dict.fromkeys(one for one in found if one.code or one.name))

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the events are."""
        found = [
            Place(
                line(one.get("iso-cc")),
                ", ".join(
                    said for part in ("city", "county-dist", "state-prov") if (said := line(one.get(part)))
                )
                or text_of(one),
            )
            for one in self._all("evloc")
        ]
        identified = child(self._docdata, "identified-content")
        if identified is not None:
            found += [
                Place(line(one.get("location-code")), text_of(one))
                for one in children(identified, "location")
            ]
        return tuple(dict.fromkeys(one for one in found if one.code or one.name))

    @property
    def links(self) -> tuple[Link, ...]:
        """The original's address, and the document that a correction names."""
        found = [Link("canonical", href) for one in self._pubdata() if (href := line(one.get("ex-ref")))]
        found += [
            Link("corrects", said) for one in self._all("correction") if (said := line(one.get("id-string")))
        ]
        return tuple(dict.fromkeys(found))

    @property
    def _published(self) -> str:
        return next((said for one in self._pubdata() if (said := line(one.get("date.publication")))), "")

    def _pubdata(self) -> Iterator[Element]:
        return children(self._head, "pubdata") if self._head is not None else iter(())

    def _rights(self, name: str) -> list[str]:
        return [said for one in self._all("doc.rights") if (said := line(one.get(name)))]

    def _meta(self, *names: str) -> str:
        metas = list(children(self._head, "meta")) if self._head is not None else []
        return next(
            (said for name in names for one in metas
             if (one.get("name") or "").lower() == name and (said := line(one.get("content")))), "",
        )  # fmt: skip

    def _all(self, name: str) -> list[Element]:
        return [] if self._docdata is None else list(children(self._docdata, name))[:PARTS_LIMIT]

    def _within(self, name: str) -> list[Element]:
        return [] if self._head is None else list(descendants(self._head, name))[:PARTS_LIMIT]

    def _of(self, name: str, attribute: str) -> str:
        return next((said for one in self._all(name) if (said := line(one.get(attribute)))), "")
