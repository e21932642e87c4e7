"""The content set of a NewsML-G2 item: inline XML first, then inline data, then a file that it points at."""

from dateline.wire.parsers import held
from dateline.wire.parsers.held import Held
from dateline.wire.parsers.profile import Profile
from dateline.wire.parsers.safe_xml import Element, children
from dateline.wire.parsers.words import line


def body_of(content_set: Element | None, *, headline: str, standfirst: str, profile: Profile) -> Held:
    """The first body that says something, and the head that came with it."""
    found = Held()
    if content_set is None:
        return found
    for holder in sorted(children(content_set, "inlineXML", "inlineData"), key=_rank):
        found = held.read(
            holder,
            media=holder.get("contenttype", ""),
            encoding=holder.get("encoding", "") + holder.get("encodinguri", ""),
            headline=headline,
            standfirst=standfirst,
        )
        if found.says_something:
            return found
    for remote in children(content_set, "remoteContent"):
        media, href = remote.get("contenttype", ""), line(remote.get("href"))
        if href and _is_text(media) and (raw := profile.beside(href)) is not None:
            return held.from_bytes(raw, media=media, headline=headline, standfirst=standfirst)
    return found


def _is_text(media: str) -> bool:
    media = media.lower()
    return media.startswith("text/") or "html" in media or "nitf" in media


def _rank(holder: Element) -> int:
    """Marked-up text before plain, both before anything else (sports results, tables of figures)."""
    media = holder.get("contenttype", "").lower()
    if "html" in media or "nitf" in media:
        return 0
    return 1 if media.startswith("text/") or not media else 2
