"""The single fields of a ninjs object, each under every name that it ever had."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from dateline.wire.parsers import bodies, inline
from dateline.wire.parsers.bodies import Body
from dateline.wire.parsers.words import PARTS_LIMIT, clean, line

_HEADLINE_ROLES = ("main", "", "headline", "title", "primary", "web", "text")
_STANDFIRST_ROLES = (
    "summary",
    "standfirst",
    "abstract",
    "teaser",
    "lead",
    "intro",
    "text",
    "",
    "short",
    "long",
)
_CAPTION_ROLES = ("caption", "text", "", "summary", "main", "description", "long")
_CREDIT_ROLES = ("creditline", "credit", "credits")
_ALT_ROLES = ("alt", "alttext", "alternativetext", "alternate", "accessibility")
_BODY_SUFFIXES = ("html", "html5", "xhtml", "richhtml5", "richtext", "nitf", "text")
PICTURE_KINDS = ("picture", "graphic")


class Fields:
    """One ninjs object, asked for facts and never for spellings."""

    def __init__(self, value: Mapping[str, Any]) -> None:
        self._fields = value

    def value(self, *names: str) -> Any:
        """The first of these fields that is there and says something."""
        return next(
            (found for name in names if (found := self._fields.get(name)) not in (None, "", [], {})), None
        )

    def sent(self, *names: str) -> str | None:
        """A field as sent, "" when it is there and empty, None when it is not there at all."""
        given = [self._fields[name] for name in names if name in self._fields]
        return None if not given else next((found for value in given if (found := line(value))), "")

    def line(self, *names: str) -> str:
        """A field as one line of text; of a list of texts, all of them."""
        found = self.value(*names)
        if isinstance(found, list):
            return ", ".join(said for one in found if (said := _name_of(one)))
        return _name_of(found)

    def prose(self, *names: str) -> str:
        """A field whose line breaks mean something."""
        found = self.value(*names)
        texts = found if isinstance(found, list) else [found]
        return "\n".join(said for one in texts if (said := clean(one).strip()))

    def codes(self, *names: str) -> tuple[str, ...]:
        """A list of words or of coded things, each as one word."""
        found = self.value(*names)
        values = found[:PARTS_LIMIT] if isinstance(found, list) else [found]
        words = (_name_of(one, "code", "literal", "qcode", "uri", "name", "value") for one in values)
        return tuple(dict.fromkeys(word for word in words if word))

    def objects(self, *names: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Named objects, from 1.x's object of objects or the later lists."""
        found = self.value(*names)
        if isinstance(found, dict):
            named = ((line(name), one) for name, one in found.items() if isinstance(one, dict))
            yield from islice(named, PARTS_LIMIT)
        elif isinstance(found, list):
            yield from islice(
                ((line(one.get("name")), one) for one in found if isinstance(one, dict)), PARTS_LIMIT
            )

    def by_role(self, plural: str, prefix: str, roles: tuple[str, ...]) -> str:
        """A text from `headlines[]` by role, or from `headline_…` by suffix; markup is taken off."""
        for role in roles:
            for _, one in self.objects(plural):
                if line(one.get("role")).rpartition(":")[2].lower() == role and (
                    said := _without_markup(one.get("value"))
                ):
                    return said
            if said := _without_markup(self._fields.get(f"{prefix}_{role}" if role else prefix)):
                return said
        return ""

    def headline(self) -> str:
        """The main headline; failing that, the first of any role."""
        said = self.by_role("headlines", "headline", _HEADLINE_ROLES)
        return said or self._any("headlines", "headline_")

    def standfirst(self) -> str:
        """The summary of an item that has a text of its own."""
        return self.by_role("descriptions", "description", _STANDFIRST_ROLES)

    def caption(self) -> str:
        """The words beneath a picture."""
        return self.by_role("descriptions", "description", _CAPTION_ROLES) or self.line("caption")

    def credit(self) -> str:
        """The credit line: ninjs has no field for it, so descriptions and extensions are asked."""
        said = self.by_role("descriptions", "description", _CREDIT_ROLES)
        return said or self.line("creditLine", "creditline", "credit")

    def alt(self) -> str:
        """A picture's text for those who do not see it."""
        said = self.by_role("descriptions", "description", _ALT_ROLES)
        return said or self.line("altText", "alttext", "alt_text", "alt")

    def located(self) -> str:
        """Where the item was written."""
        return self.line("located")

    def says_kill(self) -> bool:
        """AP's own word for a kill."""
        return any(word.lower() == "kill" for word in self.codes("editorialtypes", "editorialTypes"))

    def usage_terms(self) -> tuple[str, ...]:
        """Every sentence on what may be done with the item; a rights expression as it was sent (R34)."""
        found = self.value("usageTerms", "usageterms")
        terms = [line(one) for one in (found if isinstance(found, list) else [found])]
        for name in ("rightsInfo", "rightsinfo"):
            rights = self._fields.get(name)
            for one in rights if isinstance(rights, list) else [rights]:
                if isinstance(one, dict):
                    inner = Fields(one)
                    terms.append(inner.line("usageTerms", "usageterms"))
                    terms.append(inner.line("encodedRights", "encodedrights"))
                    terms.append(inner.line("linkedRights", "linkedrights"))
        return tuple(dict.fromkeys(term for term in terms if term))

    def body(self, *, headline: str, standfirst: str, kind: str, wanted: tuple[str, ...] = ()) -> Body:
        """The body, from its markup where there is some. A picture has none: its text is a caption."""
        if kind in PICTURE_KINDS:
            return Body()
        for text, media in self._bodies(wanted):
            found = inline.from_words(text, media, headline=headline, standfirst=standfirst)
            if found.text:
                return found
        return Body()

    def _bodies(self, wanted: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """All bodies with their media types: those of the roles that are wanted, then markup first."""
        for role in wanted:
            for _, one in self.objects("bodies"):
                if line(one.get("role")).rpartition(":")[2].lower() == role.lower():
                    yield clean(one.get("value")), line(one.get("contentType") or one.get("contenttype"))
            if text := clean(self._fields.get(f"body_{role}")):
                yield text, "text/plain" if role == "text" else ""
        given = [
            (
                clean(one.get("value")),
                line(one.get("contentType") or one.get("contenttype") or one.get("mimetype")),
            )
            for _, one in self.objects("bodies")
        ]
        given.extend(
            (clean(self._fields.get(f"body_{suffix}")), "text/plain" if suffix == "text" else "")
            for suffix in _BODY_SUFFIXES
        )
        given.append((clean(self._fields.get("body")), ""))
        others = [
            name for name in self._fields if name.startswith("body_") and name[5:] not in _BODY_SUFFIXES
        ]
        given.extend((clean(self._fields[name]), "") for name in others)
        usable = [(text, media) for text, media in given if text.strip() and not _is_foreign(media)]
        yield from sorted(usable, key=lambda pair: not _is_html(*pair))

    def _any(self, plural: str, prefix: str) -> str:
        texts = [_without_markup(one.get("value")) for _, one in self.objects(plural)]
        texts += [_without_markup(value) for name, value in self._fields.items() if name.startswith(prefix)]
        return next((text for text in texts if text), "")


def _name_of(value: Any, *keys: str) -> str:
    if isinstance(value, dict):
        return next(
            (said for key in (keys or ("name", "value", "literal")) if (said := line(value.get(key)))), ""
        )
    return line(value)


def _without_markup(value: Any) -> str:
    text = clean(value)
    return line(bodies.from_html(text).text if bodies.looks_like_markup(text) else text)


def _is_html(text: str, media: str) -> bool:
    return "html" in media.lower() or "nitf" in media.lower() or bodies.looks_like_markup(text)


def _is_foreign(media: str) -> bool:
    """TT's own NITF dialect says the same as the HTML beside it, in tags of its own."""
    return media.lower() in ("application/xml", "text/xml", "application/json", "application/pdf")
