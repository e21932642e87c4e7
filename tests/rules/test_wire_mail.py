"""E-mail: a letter as an item, what it carries, and what of it no reader sees."""

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.wire.parsers import Profile, enclosed, parse
from dateline.wire.rules import Item, Unreadable, publishable

SAMPLES = Path(__file__).parents[1] / "samples" / "wire"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HEAD = "From: Harbour <press@harbour.example>\nDate: Mon, 23 Nov 2026 08:05:00 +0900\nMessage-ID: <m@h.example>\n"


def read(raw: bytes | str) -> list[Item | Unreadable]:
    return parse(raw.encode() if isinstance(raw, str) else raw, name="a.eml", profile=Profile("Asia/Seoul"))


def one(raw: bytes | str) -> Item:
    (found,) = read(raw)
    assert isinstance(found, Item), found
    return found


@pytest.fixture
def letter() -> Item:
    return one((SAMPLES / "tide-table.eml").read_bytes())


def test_a_letter_gives_every_fact(letter: Item) -> None:
    assert (letter.format, letter.guid) == ("mail", "tide-4411@harbour.example")
    assert letter.headline == "제주 항로 ships wait"
    assert (letter.byline, letter.credit) == ("항만공사", "Harbour Authority")
    assert letter.version_created_at == datetime(2026, 11, 22, 23, 5, tzinfo=UTC)
    assert (letter.keywords, letter.urgency) == (("shipping", "fog"), 3)
    assert (
        letter.body_html
        == "<p>Forty ships lie at <strong>anchor</strong>.</p><p>The channel opens at noon.</p>"
    )
    assert publishable(letter, NOON).publishable


def test_pictures_come_out_of_the_letter_and_name_no_folder(letter: Item) -> None:
    assert [(one.href, one.caption, one.alt) for one in letter.pictures] == [
        ("pier.gif", "The east pier. Photo: Han Bora", ""),
        ("fog.gif", "", "Fog"),
    ]
    within = enclosed((SAMPLES / "tide-table.eml").read_bytes())
    assert set(within) == {"pier.gif", "fog.gif"} and within["fog.gif"].startswith(b"GIF89a")


def test_addresses_and_signatures_are_for_the_newsroom_alone(letter: Item) -> None:
    assert letter.edit_note == "Kim Doha, 02-555-0100"
    public = letter.body_text + letter.body_html + letter.byline + letter.headline
    assert "555" not in public and "@" not in public


def test_plain_text_in_paragraphs_and_without_the_signature() -> None:
    item = one(HEAD + "Subject: s\n\nOne line\nand the next.\n\nTwo.\n-- \nDana, 555-0100\n")
    assert (item.body_text, item.edit_note) == ("One line and the next.\n\nTwo.", "Dana, 555-0100")


def test_a_flowed_line_goes_on_in_the_next() -> None:
    item = one(HEAD + "Subject: s\nContent-Type: text/plain; format=flowed\n\nOne \nline.\nTwo.\n")
    assert item.body_text == "One line.\n\nTwo."


@pytest.mark.parametrize("charset", ["euc-kr", "ks_c_5601-1987", "cp949", "utf-8", "nonsense"])
def test_korean_letters_in_every_charset(charset: str) -> None:
    codec = {"euc-kr": "cp949", "ks_c_5601-1987": "cp949", "nonsense": "utf-8"}.get(charset, charset)
    head = (
        HEAD + f"Subject: s\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
    )
    assert one(head.encode() + "똠방각하 펲시콜라".encode(codec)).body_text == "똠방각하 펲시콜라"


@pytest.mark.parametrize(
    ("subject", "body", "held"),
    [
        ("EMBARGOED until Friday: ferry hours", "Text.", True),
        ("[엠바고 11/25 06:00] 항로 개편", "본문.", True),
        ("Ferry hours", "HOLD FOR RELEASE 6 a.m. Friday\n\nText.", True),
        ("Ferry hours", "Under strict embargo until Friday.\n\nText.", True),
        ("Embargo on grain lifted", "The embargo on grain was lifted.", False),
        ("Ferry hours", "The port asked for an embargo until spring.", False),
    ],
)
def test_an_embargo_in_words_holds_and_news_of_one_does_not(subject: str, body: str, held: bool) -> None:
    raw = f"{HEAD}Subject: =?utf-8?b?{base64.b64encode(subject.encode()).decode()}?=\n\n{body}"
    assert bool(one(raw).hold) is held


def test_a_kill_by_letter_kills_what_it_answers() -> None:
    item = one(HEAD + "Subject: MANDATORY KILL: ferry\nIn-Reply-To: <old@h.example>\n\nKill it.")
    assert (item.kills, item.pub_status) == (("old@h.example",), "usable")
    assert not publishable(item, NOON).publishable
    alone = one(HEAD + "Subject: STORY WITHDRAWN: ferry\n\nKill it.")
    assert alone.kills == (alone.guid,)


def test_a_letter_that_carries_wire_messages_is_read_as_those() -> None:
    ferry = base64.b64encode((SAMPLES / "ferry.json").read_bytes()).decode()
    raw = HEAD + (
        "Subject: today's copy\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee attached.\n--b\n"
        f'Content-Type: application/json\nContent-Disposition: attachment; filename="ferry.json"\n'
        f"Content-Transfer-Encoding: base64\n\n{ferry}\n--b--\n"
    )
    item = one(raw)
    assert (item.format, item.headline) == ("ninjs", "The winter ferry keeps its hours")


def test_without_a_message_id_the_same_letter_has_the_same_name() -> None:
    raw = HEAD.replace("Message-ID: <m@h.example>\n", "") + "Subject: s\n\nText."
    assert one(raw).guid == one(raw).guid != one(raw.replace("Subject: s", "Subject: t")).guid


def test_a_mailbox_line_before_the_headers_is_no_header() -> None:
    assert one("From press@h.example Mon Nov 23 08:05:00 2026\n" + HEAD + "Subject: s\n\nT.").headline == "s"


def test_text_that_only_looks_like_headers_is_no_letter() -> None:
    (found,) = read("Note: this\nAnother: that\n\ntext")
    assert isinstance(found, Unreadable)
