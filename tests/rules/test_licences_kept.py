"""What is kept of a partner's file comes back as it went, and what an older release kept still reads."""

import json

from dateline.licences.rules import (
    Reading,
    Source,
    SourceKind,
    reading_from_json,
    reading_to_json,
    source_from_json,
    source_to_json,
)


def test_a_reading_comes_back_as_it_went_and_keeps_only_what_it_says() -> None:
    reading = Reading(not_for_publication=("Service desk",), body=("web", "print"), encoding="euc-kr")
    kept = json.loads(json.dumps(reading_to_json(reading)))
    assert kept == {"not_for_publication": ["Service desk"], "body": ["web", "print"], "encoding": "euc-kr"}
    assert reading_from_json(kept) == reading
    assert reading_to_json(Reading()) == {}
    assert reading_from_json({}) == Reading()
    assert reading_from_json({"body": ["web"]}) == Reading(body=("web",))


def test_a_source_comes_back_as_it_went() -> None:
    source = Source(
        SourceKind.FTP, "ftp://wire.example/out", silent_after_minutes=90, user="paper", key_env="KEY"
    )
    kept = source_to_json(source)
    assert kept["kind"] == "ftp" and type(kept["kind"]) is str
    assert kept["location"] == "ftp://wire.example/out"
    assert source_from_json(json.loads(json.dumps(kept))) == source
    assert source.name == "ftp ftp://wire.example/out"
    assert source_from_json({"kind": "rss", "location": "u"}) == Source(SourceKind.RSS, "u")
