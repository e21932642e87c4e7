"""Media Topics: what is built in, what a loaded file adds, Korean of our own."""

import json

import pytest

from dateline.wire.errors import UnreadableItem
from dateline.wire.parsers import vocabulary as parser
from dateline.wire.rules import Subject, media_topics
from dateline.wire.rules.media_topics import MEDIA_TOPICS, SCHEME, TOP_CODES, Topic
from dateline.wire.rules.vocabulary import BUILT_IN, Term, Vocabulary

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


def test_the_table_of_topics_is_read_by_its_lines() -> None:
    found = media_topics._read(
        "01000000 arts and media | 예술\n  20000002 arts | 미술\n  20000038 | 문화\n02 law | 법"
    )
    assert found == {
        "01000000": Topic("01000000", "", "arts and media", "예술"),
        "20000002": Topic("20000002", "01000000", "arts", "미술"),
        "20000038": Topic("20000038", "01000000", "| 문화", ""),
        "02": Topic("02", "", "law", "법"),
    }


def labelled(**labels: str) -> Vocabulary:
    tags = {tag.replace("_", "-"): label for tag, label in labels.items()}
    return Vocabulary.of(
        {"29000001": Term("29000001", tags), "04000000": Term("04000000", {"fr": "économie"})}
    )


def test_a_label_is_the_languages_own_then_a_near_ones_then_english() -> None:
    both = labelled(pt="marés", pt_BR="marés do Brasil", en_US="tides")
    assert both.label("29000001", "pt-BR") == "marés do Brasil"
    assert both.label("29000001", "PT-br") == "marés do Brasil"
    assert both.label("29000001", "pt-PT") == "marés"
    for language in ("ko", "de", "en"):
        assert both.label("29000001", language) == "tides"
    assert labelled(en_GB="tides of ours", en_US="tides").label("29000001", "ko") == "tides of ours"
    assert labelled(en="tides").label("29000001", "de") == "tides"
    assert labelled(fr="marées").label("29000001", "de") == ""
    assert labelled().label("04000000", "de") == "economy, business and finance"
    assert labelled().label("04000000", "ko-KR") == "경제·산업·금융"
    assert BUILT_IN.label("29999999", "ko") == ""
    assert BUILT_IN.label("29999999", "de") == ""


def test_a_code_is_a_topic_only_where_its_scheme_and_the_list_have_it() -> None:
    loaded = labelled(en="tides")
    assert loaded.media_topic(Subject("medtop:", "29000001")) == "29000001"
    assert loaded.media_topic(Subject("medtop", "04000000")) == "04000000"
    assert loaded.media_topic(Subject("medtop", "29999999")) == ""
    assert loaded.media_topic(Subject("subj", "04000000")) == "04000000"
    assert loaded.media_topic(Subject("subj", "04003001")) == ""
    assert loaded.media_topic(Subject("own", "04000000")) == ""
    assert loaded.name_of(Subject("own", "04000000", "Money"), "en") == "Money"
