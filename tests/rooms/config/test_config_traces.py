"""A click is followed to its receipts: one trace through request, action, notice, print and confirmation."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path as at
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from tests.rooms.press.conftest import pages as pages
from tests.rooms.press.making import WORDS, Pages, tell

from dateline.config import environment, traces
from dateline.config.urls import urlpatterns as ours
from dateline.house import notices, watching
from dateline.house.errors import WrongSetting
from dateline.house.models import Notice
from dateline.press import actions


@watching.step("save story")
def save(paths: list[str], withdrawn: list[str]) -> int:
    """An action: what it changes is its notice."""
    return tell(paths=paths, withdrawn=withdrawn)


def publish(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(save(["/a/"], [])))


def withdraw(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(save([], ["/a/"])))


urlpatterns = [at("publish/", publish), at("withdraw/", withdraw), *ours]


@pytest.fixture
def spans(pages: Pages, settings: object) -> Iterator[InMemorySpanExporter]:
    """A press of this test's own, followed; what is followed lies in memory."""
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    settings.MIDDLEWARE = list(settings.MIDDLEWARE)  # type: ignore[attr-defined]  # instrumenting adds to it
    pages.texts["/a/"] = WORDS
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    traces.follow_by(provider)
    yield exporter
    traces.stop()
    provider.shutdown()


def named(spans: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {span.name: span for span in spans.get_finished_spans()}


def line_of(span: ReadableSpan, all_of_them: dict[str, ReadableSpan]) -> list[str]:
    """The names from the root down to this span."""
    by_number = {each.context.span_id: each for each in all_of_them.values() if each.context}
    names = [span.name]
    while span.parent:
        span = by_number[span.parent.span_id]
        names.insert(0, span.name)
    return names


def test_a_publish_is_one_trace_from_the_request_to_the_receipt(spans: InMemorySpanExporter) -> None:
    seq = int(Client().get("/publish/").content)
    actions.run()  # another process, on another day: all that it knows of the request is the notice
    found = named(spans)
    post = next(name for name in found if name.startswith("post "))
    above = ["GET publish/", "save story", post]
    assert line_of(found["print"], found) == [*above, "print"]
    assert line_of(found["confirm"], found) == [*above, "confirm"]
    assert len({span.context.trace_id for span in found.values() if span.context}) == 1
    assert dict(found["print"].attributes or {}) == {"dateline.path": "/a/"}
    assert (found["confirm"].attributes or {})["dateline.notice"] == seq


def test_a_takedown_is_one_trace_as_well(spans: InMemorySpanExporter) -> None:
    tell(paths=["/a/"])
    actions.run()
    spans.clear()
    Client().get("/withdraw/")
    actions.run()
    found = named(spans)
    assert line_of(found["withdraw"], found)[:2] == ["GET withdraw/", "save story"]
    assert line_of(found["confirm"], found)[:2] == ["GET withdraw/", "save story"]


def test_two_notices_of_one_batch_are_two_traces(spans: InMemorySpanExporter, pages: Pages) -> None:
    pages.texts["/b/"] = WORDS
    save(["/a/"], [])
    save(["/b/"], [])
    actions.run()
    of = {
        str((span.attributes or {}).get("dateline.path")): span.context.trace_id
        for span in spans.get_finished_spans()
        if span.name == "print" and span.context
    }
    assert len(set(of.values())) == 2
    assert of.keys() == {"/a/", "/b/"}


def test_a_fault_is_told_on_its_span(spans: InMemorySpanExporter, pages: Pages) -> None:
    def torn(path: str) -> None:
        raise ValueError("no ink")

    pages.before = torn
    tell(paths=["/a/"])
    actions.run()
    (event, *_) = named(spans)["print"].events
    assert (event.attributes or {})["exception.message"] == "no ink"


def test_an_ear_goes_on_in_the_trace_of_what_it_hears(
    spans: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "_ears", [])
    notices.hear("", "room", lambda notice: None)
    notices.keep_place("room", notices.latest())
    save(["/a/"], [])
    notices.deliver()
    found = named(spans)
    hear = next(span for name, span in found.items() if name.startswith("hear "))
    assert line_of(hear, found)[0] == "save story"
    assert (hear.attributes or {})["dateline.hearer"] == "room"


@pytest.mark.parametrize("path", ["/-/health", "/-/ready", "/-/metrics"])
def test_what_machines_ask_for_every_few_seconds_makes_no_span(
    spans: InMemorySpanExporter, path: str
) -> None:
    Client().get(path)
    assert spans.get_finished_spans() == ()


def test_without_a_collector_nothing_is_followed_and_no_notice_carries_anything(pages: Pages) -> None:
    traces.begin()
    assert watching.MARK not in Notice.objects.get(seq=save(["/a/"], [])).facts


def test_a_mark_of_a_former_day_harms_nobody_who_does_not_follow(pages: Pages) -> None:
    pages.texts["/a/"] = WORDS
    seq = tell(paths=["/a/"])
    Notice.objects.filter(seq=seq).update(facts={watching.MARK: "nonsense"})
    assert actions.run() >= 1


def test_a_mark_that_makes_no_sense_begins_a_trace_of_its_own(spans: InMemorySpanExporter) -> None:
    seq = tell(paths=["/a/"])
    Notice.objects.filter(seq=seq).update(facts={watching.MARK: "nonsense"})
    actions.run()
    assert named(spans)["print"].parent is None


def test_the_setting_without_its_packages_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    set_so = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}
    assert environment.read(set_so).traces
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    with pytest.raises(WrongSetting, match=r"requirements-traces\.lock"):
        environment.read(set_so)
    with pytest.raises(WrongSetting, match="collector"):
        environment.read({"OTEL_EXPORTER_OTLP_ENDPOINT": "collector:4318"})
    assert environment.read({}).traces == ""


def test_an_interpreter_without_them_refuses_and_one_without_the_setting_never_asks() -> None:
    """A real one, in which the packages cannot be found."""
    asking = (
        "import sys\nsys.modules['opentelemetry'] = None\n"
        "from dateline.config import environment, traces\n"
        "environment.read({})\ntraces.begin()\n"
        "from dateline.house.errors import WrongSetting\n"
        "try: environment.read({'OTEL_EXPORTER_OTLP_ENDPOINT': 'http://127.0.0.1:4318'})\n"
        "except WrongSetting as refusal: print(refusal)\n"
    )
    said = subprocess.run([sys.executable, "-c", asking], capture_output=True, text=True, check=True).stdout
    assert "opentelemetry.sdk" in said
    assert "requirements-traces.lock" in said


def test_the_lock_of_the_extra_holds_what_the_setting_needs() -> None:
    locked = (Path(__file__).parents[3] / "requirements-traces.lock").read_text()
    assert all(
        f"\nopentelemetry-{name}==" in locked
        for name in ("sdk", "instrumentation-django", "exporter-otlp-proto-http")
    )
