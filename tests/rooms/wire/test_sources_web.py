"""Sources over HTTP, against a real server on loopback: polite, bounded, kills first, pictures and all."""

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from PIL import Image
from tests.servers import Server, says, serving

from dateline.house.models import Notice
from dateline.licences.models import Partner
from dateline.licences.rules import Source as Settings
from dateline.licences.rules import SourceKind, source_to_json
from dateline.wire import queries
from dateline.wire.actions import picturing, polling, sourcing
from dateline.wire.models import Source, WireItem, WirePicture

from .conftest import NOON, SAMPLES


@pytest.fixture
def web(settings: LazySettings) -> Iterator[Server]:
    for server in serving():
        settings.GATEWAYS = frozenset({f"127.0.0.1:{server.port}"})
        yield server


def follow(partner: Partner, web: Server, path: str = "/feed", **more: object) -> Source:
    """A source of the partner at this server."""
    kind = SourceKind(str(more.pop("kind", "http")))
    source = Settings(kind, web.url("127.0.0.1", path), **more)  # type: ignore[arg-type]
    partner.sources = [*partner.sources, source_to_json(source)]
    partner.save()
    sourcing.keep_sources(NOON)
    return Source.objects.get(location=source.location)


def item(guid: str, version: int = 1, **more: object) -> dict[str, object]:
    return {
        "uri": guid, "type": "text", "version": str(version), "headline": f"{guid} stands",
        "versioncreated": (NOON - timedelta(minutes=5)).isoformat(), "body_text": "Harbour lights.", **more,
    }  # fmt: skip


def ninjs(*items: dict[str, object]) -> bytes:
    return json.dumps(list(items)).encode()


def states(polled: polling.Polled | None) -> list[str]:
    assert polled is not None
    assert not polled.error
    return [receipt.state for receipt in polled.receipts]


RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Quay</title><link>https://quay.example/</link>
<item><guid>urn:q:1</guid><title>First</title><description>One.</description></item>
<item><guid>urn:q:2</guid><title>Second</title><description>Two.</description></item></channel></rss>"""


def test_a_feed_of_several_items_is_filed_item_by_item_and_asked_again_with_what_it_said(
    partner: Partner, web: Server
) -> None:
    web.replies["/feed"] = says(RSS, etag='"abc"', last_modified="Tue, 24 Nov 2026 11:00:00 GMT")
    row = follow(partner, web, kind="rss", poll_seconds=300)
    assert states(polling.poll(row, NOON)) == ["filed", "filed"]
    row.refresh_from_db()
    assert (row.errors, row.succeeded_at, row.item_at) == (0, NOON, NOON)
    assert timedelta(seconds=300) <= row.next_try_at - NOON <= timedelta(seconds=331)

    web.replies["/feed"] = says(b"", status=304)
    assert states(polling.poll(row, NOON + timedelta(minutes=6))) == []
    [_, (_, asked)] = web.asked
    assert asked["if-none-match"] == '"abc"'
    assert asked["if-modified-since"] == "Tue, 24 Nov 2026 11:00:00 GMT"
    row.refresh_from_db()
    assert (row.etag, row.item_at) == ('"abc"', NOON)


def test_the_same_items_again_are_duplicates_and_no_news(partner: Partner, web: Server) -> None:
    web.replies["/feed"] = says(RSS)
    row = follow(partner, web, kind="rss")
    polling.poll(row, NOON)
    assert states(polling.poll(row, NOON + timedelta(hours=1))) == ["duplicate", "duplicate"]
    row.refresh_from_db()
    assert row.item_at == NOON


def test_a_key_goes_along_in_its_header_and_is_kept_nowhere(
    partner: Partner, web: Server, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setenv("QUAY_KEY", "s3cret-of-the-quay")
    web.replies["/feed"] = says(ninjs(item("urn:q:1")))
    row = follow(partner, web, key_env="QUAY_KEY", key_header="X-Key")
    assert states(polling.poll(row, NOON)) == ["filed"]
    assert web.asked[0][1]["x-key"] == "s3cret-of-the-quay"
    row.refresh_from_db()
    assert "s3cret" not in str(row.__dict__) + str(list(Notice.objects.values()))


def test_a_key_that_is_not_set_is_a_failure_that_says_so(partner: Partner, web: Server) -> None:
    assert "QUAY_KEY" not in os.environ
    row = follow(partner, web, key_env="QUAY_KEY")
    polled = polling.poll(row, NOON)
    assert polled
    assert "QUAY_KEY is not set" in polled.error
    assert not web.asked


@pytest.mark.parametrize(("status", "headers", "least"), [
    (500, {}, 22), (503, {"retry_after": "900"}, 900), (429, {"retry_after": "Tue, 24 Nov 2026 13:00:00 GMT"}, 3600),
    (404, {}, 22), (401, {}, 22),
])  # fmt: skip
def test_an_answer_that_is_no_feed_waits_as_long_as_the_server_asks(
    partner: Partner, web: Server, status: int, headers: dict[str, str], least: int
) -> None:
    web.replies["/feed"] = says(b"no", status=status, **headers)
    row = follow(partner, web, poll_seconds=30)
    polled = polling.poll(row, NOON)
    assert polled
    assert str(status) in polled.error
    row.refresh_from_db()
    assert row.errors == 1
    assert row.next_try_at >= NOON + timedelta(seconds=least)
    assert row.next_try_at <= NOON + timedelta(seconds=max(40, least))


def test_failures_in_a_row_are_told_once_and_so_is_the_end_of_them(partner: Partner, web: Server) -> None:
    web.replies["/feed"] = says(b"", status=500)
    row = follow(partner, web)
    for hour in range(5):
        polling.poll(row, NOON + timedelta(hours=hour))
    assert [notice.kind for notice in Notice.objects.filter(kind__startswith="source.")] == ["source.failing"]
    web.replies["/feed"] = says(ninjs(item("urn:q:1")))
    polling.poll(row, NOON + timedelta(hours=6))
    kinds = list(
        Notice.objects.filter(kind__startswith="source.").order_by("seq").values_list("kind", flat=True)
    )
    assert kinds == ["source.failing", "source.back"]


def test_a_poll_that_is_under_way_is_not_begun_again(partner: Partner, web: Server) -> None:
    web.replies["/feed"] = says(ninjs(item("urn:q:1")))
    row = follow(partner, web)
    assert sourcing.claim(row, NOON)
    assert polling.poll(row, NOON) is None
    assert not web.asked
    # Whoever had it died: after a while it is free again.
    assert states(polling.poll(row, NOON + sourcing.CLAIM)) == ["filed"]


def test_a_clock_that_is_set_back_leaves_no_source_alone(partner: Partner, web: Server) -> None:
    web.replies["/feed"] = says(ninjs(item("urn:q:1")))
    row = follow(partner, web)
    assert states(polling.poll(row, NOON + timedelta(hours=1))) == ["filed"]
    row.refresh_from_db()
    assert not row.is_due(NOON + timedelta(hours=1))
    assert row.is_due(NOON)
    # Nor does a poll that died then keep others from it until its own hour.
    assert sourcing.claim(row, NOON + timedelta(hours=1))
    assert polling.poll(row, NOON) is not None


def test_where_we_stand_is_kept_only_once_everything_is_filed(
    partner: Partner, web: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.replies["/feed"] = says(ninjs(item("urn:q:1")), etag='"one"')
    row = follow(partner, web)

    def away(*_: object, **__: object) -> None:
        raise OSError("the disk is away")

    with monkeypatch.context() as broken:
        broken.setattr(polling, "receive_messages", away)
        polled = polling.poll(row, NOON)
    assert polled
    assert polled.error
    row.refresh_from_db()
    assert row.etag == ""
    assert states(polling.poll(row, NOON + timedelta(hours=1))) == ["filed"]
    assert "if-none-match" not in web.asked[-1][1]


def test_a_private_address_without_a_setting_is_never_asked(
    partner: Partner, web: Server, settings: LazySettings
) -> None:
    web.replies["/feed"] = says(RSS)
    row = follow(partner, web, kind="rss")
    settings.GATEWAYS = frozenset({"gateway.example"})
    polled = polling.poll(row, NOON)
    assert polled
    assert "private network" in polled.error
    assert not web.asked


def ap(*items: dict[str, object], following: str) -> bytes:
    return json.dumps(
        {"data": {"next_page": following, "items": [{"item": each} for each in items]}}
    ).encode()


def test_after_an_outage_a_kill_on_the_last_page_comes_before_the_items_of_the_first(
    partner: Partner, web: Server
) -> None:
    """Pages of ninjs here, so that this test is about paging and not about AP's own fields."""

    def page(following: str, *items: dict[str, object]) -> bytes:
        return json.dumps(
            {"data": {"next_page": following, "items": list(items)}, **(items[0] if items else {})}
        ).encode()

    web.replies["/feed"] = says(page("/feed?seq=2", item("urn:ap:1")))
    web.replies["/feed?seq=2"] = says(page("/feed?seq=3", item("urn:ap:1", 2, pubstatus="canceled")))
    web.replies["/feed?seq=3"] = says(page("/feed?seq=3"))
    row = follow(partner, web, paging="ap")
    polled = polling.poll(row, NOON)
    assert [path for path, _ in web.asked] == ["/feed", "/feed?seq=2", "/feed?seq=3"]
    assert states(polled)[1] == "killed"
    kinds = list(
        Notice.objects.filter(kind__startswith="wire.").order_by("seq").values_list("kind", flat=True)
    )
    assert kinds[0] == "wire.killed"
    assert "wire.filed" not in kinds
    assert WireItem.objects.get(guid="urn:ap:1").state == "killed"

    row.refresh_from_db()
    assert row.cursor == {"next_page": web.url("127.0.0.1", "/feed?seq=3")}
    web.asked.clear()
    polling.poll(row, NOON + timedelta(hours=1))
    assert [path for path, _ in web.asked] == ["/feed?seq=3"]


def test_an_ap_feed_has_its_texts_and_pictures_fetched_with_the_key_from_its_own_server_alone(
    partner: Partner, web: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AP_KEY", "k3y")
    own, other = web.url("127.0.0.1", ""), web.url("localhost", "")
    answer = json.loads((SAMPLES / "crane-yard.ap.json").read_text())
    answer["data"]["next_page"] = "/feed?seq=2"
    text = (SAMPLES / "kelp.nitf").read_bytes()
    item = answer["data"]["items"][0]["item"]
    item["renditions"]["nitf"]["href"] = f"{own}/download/17?type=nitf"
    item["associations"] = {
        str(number): {"type": "picture", "altids": {"itemid": f"p{number}"}, "uri": f"urn:p:{number}",
                      "renditions": {"main": {"href": f"{host}/quay-{number}.jpg"}}}
        for number, host in enumerate((own, other))
    }  # fmt: skip
    web.replies |= {
        "/feed": says(json.dumps(answer).encode()), "/feed?seq=2": says(ap(following="/feed?seq=2")),
        "/download/17?type=nitf": says(text), "/quay-0.jpg": says(jpeg()), "/quay-1.jpg": says(jpeg()),
    }  # fmt: skip
    row = follow(partner, web, paging="ap", key_env="AP_KEY")
    monkeypatch.setattr("django.conf.settings.GATEWAYS", frozenset({"127.0.0.1", f"localhost:{web.port}"}))
    polled = polling.poll(row, NOON)
    assert polled
    assert "aaaa0001" in [receipt.guid for receipt in polled.receipts], polled
    filed = WireItem.objects.get(guid="aaaa0001")
    assert queries.read(filed).body_text
    picturing.fetch_pictures(row, NOON)
    keys = {path: headers.get("x-api-key") for path, headers in web.asked}
    assert keys["/feed"] == keys["/download/17?type=nitf"] == keys["/quay-0.jpg"] == "k3y"
    # The other host is private and not this source's own: it is not asked at all.
    assert "/quay-1.jpg" not in keys


def test_a_text_that_the_server_has_not_keeps_no_feed_from_going_on(partner: Partner, web: Server) -> None:
    answer = json.loads((SAMPLES / "crane-yard.ap.json").read_text())
    answer["data"]["next_page"] = "/feed?seq=2"
    answer["data"]["items"][0]["item"]["renditions"]["nitf"]["href"] = web.url("127.0.0.1", "/gone")
    web.replies |= {
        "/feed": says(json.dumps(answer).encode()), "/feed?seq=2": says(ap(following="/feed?seq=2")),
        "/gone": says(b"", status=404),
    }  # fmt: skip
    row = follow(partner, web, paging="ap")
    assert states(polling.poll(row, NOON))
    row.refresh_from_db()
    assert row.cursor["next_page"].endswith("seq=2")
    web.replies["/gone"] = says(b"", status=500)
    Source.objects.update(cursor={})
    polled = polling.poll(row, NOON + timedelta(hours=1))
    assert polled
    assert "answered 500" in polled.error


@pytest.mark.parametrize("body", [b"[]", b"{}", b"no", b'{"data": []}', b'{"data": {"items": 3}}'])
def test_what_is_no_page_is_a_failure_and_moves_no_cursor(partner: Partner, web: Server, body: bytes) -> None:
    web.replies["/feed"] = says(body)
    row = follow(partner, web, paging="ap")
    polled = polling.poll(row, NOON)
    assert polled
    assert "no page of an AP feed" in polled.error
    row.refresh_from_db()
    assert row.cursor == {}


def test_a_next_page_at_another_server_is_not_asked_for(
    partner: Partner, web: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AP_KEY", "k")
    web.replies["/feed"] = says(ap(following="http://elsewhere.example/feed"))
    row = follow(partner, web, paging="ap", key_env="AP_KEY")
    polled = polling.poll(row, NOON)
    assert polled
    assert "another server" in polled.error
    assert web.asked[0][1]["x-api-key"] == "k"


def jpeg() -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, "JPEG")
    return out.getvalue()


def pictured(guid: str, href: str) -> dict[str, object]:
    return item(guid, associations={"main": {"type": "picture", "renditions": {"main": {"href": href}}}})


def test_a_picture_over_http_is_fetched_through_the_guard_and_attached(partner: Partner, web: Server) -> None:
    web.replies["/feed"] = says(ninjs(pictured("urn:q:1", web.url("127.0.0.1", "/quay.jpg"))))
    web.replies["/quay.jpg"] = says(jpeg(), content_type="image/jpeg")
    row = follow(partner, web)
    polling.poll(row, NOON)
    assert picturing.wanting(NOON) == [row]
    assert picturing.fetch_pictures(row, NOON) == 1
    picture = WirePicture.objects.get()
    assert (picture.state, picture.file_name, picture.width, picture.try_at) == (
        "attached",
        "quay.jpg",
        64,
        None,
    )
    assert [each.read() for each in queries.attached(picture.version.item)] == [jpeg()]
    assert Notice.objects.filter(kind="wire.pictured").count() == 1
    assert picturing.wanting(NOON) == []


@pytest.mark.parametrize(
    "reply", [says(b"", status=503), says(b"<html>", content_type="text/html"), says(b"no picture")]
)
def test_a_picture_that_does_not_come_says_why_and_is_tried_again(
    partner: Partner, web: Server, reply: object
) -> None:
    web.replies["/feed"] = says(ninjs(pictured("urn:q:1", web.url("127.0.0.1", "/quay.jpg"))))
    web.replies["/quay.jpg"] = reply  # type: ignore[assignment]
    row = follow(partner, web)
    polling.poll(row, NOON)
    assert picturing.fetch_pictures(row, NOON) == 0
    picture = WirePicture.objects.get()
    assert (picture.state, picture.tries, picture.try_at) == ("missing", 1, NOON + timedelta(minutes=1))
    assert picture.reason
    web.replies["/quay.jpg"] = says(jpeg())
    assert picturing.fetch_pictures(row, NOON) == 0
    assert picturing.fetch_pictures(row, NOON + timedelta(minutes=1)) == 1


@pytest.mark.parametrize(
    "href", ["http://169.254.169.254/latest/meta-data/x.jpg", "http://127.0.0.1:1/x.jpg"]
)
def test_a_picture_within_the_network_is_never_asked_for(partner: Partner, web: Server, href: str) -> None:
    web.replies["/feed"] = says(ninjs(pictured("urn:q:1", href)))
    row = follow(partner, web)
    polling.poll(row, NOON)
    picturing.fetch_pictures(row, NOON)
    picture = WirePicture.objects.get()
    assert "private network" in picture.reason
    assert (picture.state, picture.try_at) == ("missing", None)
    assert [path for path, _ in web.asked] == ["/feed"]


def test_a_recalled_picture_is_not_fetched(partner: Partner, web: Server) -> None:
    web.replies["/feed"] = says(ninjs(pictured("urn:q:1", web.url("127.0.0.1", "/quay.jpg"))))
    row = follow(partner, web)
    polling.poll(row, NOON)
    web.replies["/feed"] = says(ninjs(item("urn:q:1", 2, pubstatus="canceled")))
    polling.poll(row, NOON + timedelta(minutes=2))
    picturing.fetch_pictures(row, NOON + timedelta(minutes=3))
    assert "/quay.jpg" not in [path for path, _ in web.asked]


def test_silence_is_told_once_and_ends_with_something_new(partner: Partner, web: Server) -> None:
    web.replies["/feed"] = says(ninjs(item("urn:q:1")))
    row = follow(partner, web, silent_after_minutes=90)
    polling.poll(row, NOON)
    sourcing.tell_silence(NOON + timedelta(minutes=90))
    assert not Notice.objects.filter(kind="source.silent").exists()
    assert not queries.source_problems(NOON + timedelta(minutes=90))
    late = NOON + timedelta(minutes=91)
    polling.poll(row, late)  # the same again is no news
    sourcing.tell_silence(late)
    sourcing.tell_silence(late + timedelta(hours=1))
    assert Notice.objects.filter(kind="source.silent").count() == 1
    [problem] = queries.source_problems(late)
    assert "nothing since 2026-11-24 12:00" in problem
    web.replies["/feed"] = says(ninjs(item("urn:q:2")))
    polling.poll(row, late + timedelta(hours=2))
    assert Notice.objects.filter(kind="source.back").count() == 1
    assert not queries.source_problems(late + timedelta(hours=2))


def test_a_source_that_the_file_names_no_more_is_followed_no_more(partner: Partner, web: Server) -> None:
    row = follow(partner, web)
    partner.sources = []
    partner.save()
    sourcing.keep_sources(NOON)
    assert list(queries.listed_sources()) == []
    assert polling.poll(row, NOON) is None
    assert not web.asked
