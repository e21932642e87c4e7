"""RFC 6721's `at:deleted-entry`: the sender takes an entry back."""

from dateline.wire.errors import MissingIdentity
from dateline.wire.parsers import words
from dateline.wire.parsers.moments import mail_moment
from dateline.wire.parsers.profile import Profile
from dateline.wire.parsers.rss.facts import Feed
from dateline.wire.parsers.safe_xml import Element, child, text_of
from dateline.wire.rules.item import Item


def read(element: Element, *, feed: Feed, name: str, profile: Profile, position: int) -> Item:
    """A kill of the entry that it names. An entry that is merely gone from a feed is none."""
    guid = words.guid(element.get("ref"))
    if not guid:
        raise MissingIdentity("a deleted entry that does not say which; ask the sender to name it")
    return Item(
        guid=guid,
        file=name,
        format=feed.form,
        position=position,
        version_created_at=mail_moment(element.get("when") or "", profile),
        pub_status="canceled",
        edit_note=text_of(child(element, "comment")),
        kills=(guid,),
    )
