"""Media Topics: what is built in, what a loaded file adds, Korean of our own."""

import json

import pytest

from dateline.wire.errors import UnreadableItem
from dateline.wire.parsers import vocabulary as parser
from dateline.wire.rules import Subject
from dateline.wire.rules.media_topics import MEDIA_TOPICS, SCHEME, TOP_CODES
from dateline.wire.rules.vocabulary import BUILT_IN, Vocabulary

FILE = {
    "uri": SCHEME,
    "dateReleased": "2026-07-02T12:00:00+00:00",
    "conceptSet": [
        {"uri": SCHEME + "15000000", "qcode": "medtop:15000000",
         "prefLabel": {"en-GB": "sport", "de": "Sport", "se": "Sport (svenska)", "no-NB": "sport (bokmål)"}},
        {"uri": SCHEME + "20000925", "qcode": "medtop:20000925", "prefLabel": {"en-GB": "diving"},
         "broader": [SCHEME + "20000822"],
         "exactMatch": ["http://cv.iptc.org/newscodes/subjectcode/15022000", "http://www.wikidata.org/entity/Q1"]},
        {"uri": SCHEME + "20000411", "qcode": "medtop:20000411", "prefLabel": {"en-GB": "teaching"},
         "retired": "2021-01-01",
         "exactMatch": ["http://cv.iptc.org/newscodes/subjectcode/15022000"]},
    ],
}  # fmt: skip


@pytest.fixture
def loaded() -> Vocabulary:
    return Vocabulary.of(parser.read(json.dumps(FILE).encode())[0])


def test_the_top_two_levels_stand_built_in_in_english_and_our_korean() -> None:
    assert len(TOP_CODES) == 17
    assert len(MEDIA_TOPICS) > 120
    assert all(topic.english and topic.korean for topic in MEDIA_TOPICS.values())
    assert all(not topic.broader or topic.broader in TOP_CODES for topic in MEDIA_TOPICS.values())
    assert BUILT_IN.label("04000000", "en") == "economy, business and finance"
    assert BUILT_IN.label("04000000", "ko") == "경제·산업·금융"
    assert BUILT_IN.label("04000000", "de") == "economy, business and finance"


@pytest.mark.parametrize(
    "scheme",
    ["medtop", "http://cv.iptc.org/newscodes/mediatopic/", "https://cv.iptc.org/newscodes/mediatopic", "subj",
     "http://cv.iptc.org/newscodes/subjectcode/"],
)  # fmt: skip
def test_a_top_topic_is_known_under_every_name_of_its_scheme(scheme: str) -> None:
    assert BUILT_IN.name_of(Subject(scheme, "15000000", "sports desk"), "ko") == "스포츠"


def test_a_code_that_nobody_knows_keeps_the_senders_name() -> None:
    assert BUILT_IN.name_of(Subject("medtop", "29999999", "Tides"), "ko") == "Tides"
    assert BUILT_IN.name_of(Subject("own", "15000000", ""), "ko") == "15000000"


def test_a_loaded_file_adds_languages_levels_and_older_codes(loaded: Vocabulary) -> None:
    assert loaded.label("15000000", "de-AT") == "Sport"
    assert loaded.label("15000000", "sv") == "Sport (svenska)"
    assert loaded.label("15000000", "nb-NO") == "sport (bokmål)"
    assert loaded.label("15000000", "ko") == "스포츠"
    assert loaded.name_of(Subject("subj", "15022000"), "en") == "diving"


def test_the_day_of_release_and_what_is_retired_are_read() -> None:
    terms, released_on = parser.read(json.dumps(FILE).encode())
    assert released_on == "2026-07-02"
    assert [code for code, term in terms.items() if term.is_retired] == ["20000411"]
    assert terms["20000925"].broader == "20000822"


@pytest.mark.parametrize(
    "raw", [b"{}", b"[]", b"no", b'{"uri": "http://cv.iptc.org/newscodes/genre/", "conceptSet": []}',
            json.dumps({"uri": SCHEME, "conceptSet": []}).encode()],
)  # fmt: skip
def test_another_file_is_refused_by_name(raw: bytes) -> None:
    with pytest.raises(UnreadableItem):
        parser.read(raw)
