"""E-mail (RFC 5322), read by Python's own package: a letter is one item, or carries the items of a wire."""

from collections.abc import Iterator, Mapping

from dateline.wire.parsers import recalls, words
from dateline.wire.parsers.mail.letter import Letter
from dateline.wire.parsers.mail.text import body_of
from dateline.wire.parsers.moments import mail_moment
from dateline.wire.parsers.pictures import merged
from dateline.wire.parsers.profile import Profile
from dateline.wire.parsers.sniff import MAIL
from dateline.wire.parsers.words import GUID_LIMIT, line
from dateline.wire.rules.item import Item, Link, Picture, Unreadable


def read(raw: bytes, *, name: str, profile: Profile) -> Iterator[Item | Unreadable]:
    """The item that a letter is, whatever else is attached to it."""
    yield _item(Letter(raw), name=name, profile=profile)


def messages(raw: bytes) -> list[tuple[str, bytes]]:
    """Name and bytes of each attachment that may be a wire message of its own."""
    return Letter(raw).messages()


def enclosed(raw: bytes) -> Mapping[str, bytes]:
    """The pictures in a letter by their file names."""
    return Letter(raw).pictures()


def _item(letter: Letter, *, name: str, profile: Profile) -> Item:
    headline = letter.header("Subject")
    body, note = body_of(letter, headline=headline)
    sent = letter.header("Date")
    sender_name, sender_address = letter.sender()
    guid = words.guid(letter.header("Message-ID").strip("<> ")) or words.derived_guid(
        "mail", sender_address, sent, headline or body.text
    )
    opening = body.text[:2_000].split("\n")[:6]
    hold = words.embargo_in_lines(headline, *opening)
    expires = letter.header("Expires", "Expiry-Date")
    is_withdrawn = words.says_withdrawn(headline, *opening) or recalls.says_recall(headline, *opening)
    named = letter.references() if is_withdrawn else ()
    return Item(
        guid=guid,
        file=name,
        format=MAIL,
        version_created_at=mail_moment(sent, profile),
        first_created_at=mail_moment(sent, profile),
        headline=headline,
        byline=sender_name,
        language=letter.header("Content-Language").partition(",")[0].strip(),
        urgency=_urgency(letter),
        keywords=tuple(
            dict.fromkeys(filter(None, (line(one) for one in letter.header("Keywords").split(","))))
        ),
        pub_status="canceled" if is_withdrawn and not named else "usable",
        expires_at=mail_moment(expires, profile),
        credit=letter.header("Organization", "Organisation"),
        body_text=body.text,
        body_html=body.html,
        pictures=merged(_attached(letter), body.pictures),
        links=tuple(Link("supersedes", one) for one in letter.ids("Supersedes", "Obsoletes")),
        edit_note=note,
        kills=(named or (guid,)) if is_withdrawn else (),
        means=(recalls.clues_in(headline, opening),) if is_withdrawn else (),
        hold=hold or (words.expiry_hold(expires, profile) if mail_moment(expires, profile) is None else ""),
    )


def _attached(letter: Letter) -> list[Picture]:
    """Pictures that are attached; one that the text shows itself comes with the text."""
    return [
        Picture(href=name, caption=caption, hrefs=(name,), guid="")
        for name, caption in letter.attached()
        if len(name) <= GUID_LIMIT
    ]


def _urgency(letter: Letter) -> int | None:
    """X-Priority 1 to 5 on the wire's scale of 1 to 9; Importance where it says more than "normal"."""
    digit = letter.header("X-Priority")[:1]
    if digit and digit in "12345":
        return int(digit) * 2 - 1
    return {"high": 3, "low": 7}.get(letter.header("Importance").lower())
