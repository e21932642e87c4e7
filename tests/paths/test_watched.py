"""A paper as whoever watches it sees it: its messages, and its numbers, from a real server and a real press."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import PROJECT
from tests.paths.newsroom import Newsroom, set_up
from tests.paths.test_processes import _children

pytestmark = pytest.mark.server


class Collector:
    """Takes spans over HTTP as a collector of traces does: name, process and trace of each."""

    def __init__(self) -> None:
        self.spans: list[tuple[str, str, bytes]] = []
        taken = self.spans

        class Taking(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = ExportTraceServiceRequest.FromString(
                    self.rfile.read(int(self.headers["Content-Length"]))
                )
                for group in sent.resource_spans:
                    facts = {each.key: each.value.string_value for each in group.resource.attributes}
                    for scope in group.scope_spans:
                        taken.extend(
                            (span.name, facts["dateline.process"], span.trace_id) for span in scope.spans
                        )
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    own = Collector()
    yield own
    own.close()


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory, collector: Collector) -> Iterator[Newsroom]:
    """Served with every message a JSON object, and an access log as docs/running.md has it."""
    room = set_up(tmp_path_factory.mktemp("watched") / "var")
    room.settings |= {
        "LOG_FORMAT": "json", "LOG_LEVEL": "INFO", "GRANIAN_LOG_ACCESS_ENABLED": "1", "TRUSTED_PROXIES": "127.0.0.1",
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_BSP_SCHEDULE_DELAY": "100",
    }  # fmt: skip
    with room.serving():
        room.until(lambda: room.get("/").status == 200, "the front to be in print")
        yield room


def messages(room: Newsroom) -> list[dict[str, object]]:
    """What all its processes have said so far; every line but the one for the person who started it."""
    first, *lines = (room.home / "serve.log").read_text().splitlines()
    assert first.endswith("/desk/")
    return [json.loads(line) for line in lines]


def test_every_process_says_what_it_says_in_json(newsroom: Newsroom) -> None:
    (press,) = _children(newsroom, "cli.main work")
    os.kill(press, signal.SIGKILL)
    newsroom.until(
        lambda: [said for said in messages(newsroom) if "starting it again" in str(said["message"])],
        "word of the press that fell",
    )
    said = next(said for said in messages(newsroom) if "starting it again" in str(said["message"]))
    assert (said["process"], said["level"]) == ("group", "ERROR")
    assert str(said["time"]).endswith("Z")


def test_the_servers_access_log_has_a_field_for_each_fact(newsroom: Newsroom) -> None:
    newsroom.get("/robots.txt")
    newsroom.until(
        lambda: [said for said in messages(newsroom) if said.get("path") == "/robots.txt"], "a line of access"
    )
    line = next(said for said in messages(newsroom) if said.get("path") == "/robots.txt")
    assert {"addr", "method", "status", "dt_ms"} <= line.keys()
    assert (line["method"], line["status"], line["process"]) == ("GET", 200, "server")


def test_a_request_behind_a_proxy_keeps_its_number_and_a_printed_page_has_none(newsroom: Newsroom) -> None:
    given = {"X-Request-ID": "from-the-proxy-1", "X-Forwarded-For": "203.0.113.7"}
    assert newsroom.get("/-/ready", **given).headers["x-request-id"] == "from-the-proxy-1"
    assert "x-request-id" not in newsroom.get("/", **given).headers


def test_the_metrics_add_up_what_server_and_press_have_counted(newsroom: Newsroom) -> None:
    newsroom.done("stories", "section", "harbour", "--name", "Harbour")
    newsroom.until(lambda: newsroom.get("/harbour/").status == 200, "the section to be printed")

    def counts() -> dict[tuple[str, str], float]:
        families = text_string_to_metric_families(newsroom.get("/-/metrics").text)
        return {
            (sample.name, sample.labels.get("process", "")): sample.value
            for family in families
            for sample in family.samples
            if sample.labels.get("outcome", "printed") == "printed"
        }

    newsroom.until(lambda: counts().get(("dateline_pages_printed_total", "press")), "the press's counts")
    assert counts()["dateline_requests_total", "server"] > 0
    assert counts()["dateline_newsroom_away", ""] == 0
    # From beyond the proxy nobody reads them.
    assert newsroom.get("/-/metrics", **{"X-Forwarded-For": "203.0.113.7"}).status == 403


def test_a_commands_work_is_followed_to_the_receipt_in_another_process(
    newsroom: Newsroom, collector: Collector
) -> None:
    newsroom.done("stories", "section", "lanterns", "--name", "Lanterns")

    def traces_of(name: str, process: str) -> set[bytes]:
        return {trace for span, of, trace in list(collector.spans) if span.startswith(name) and of == process}

    newsroom.until(
        lambda: traces_of("post ", "command") & traces_of("print", "press") & traces_of("confirm", "press"),
        "the receipt of what the command posted",
    )
    newsroom.get("/-/account/login/")
    newsroom.until(lambda: traces_of("GET ", "server"), "the span of a request")


def test_the_container_asks_whether_it_is_ready_as_the_server_answers(newsroom: Newsroom) -> None:
    """The very words of the container file, at the port of this newsroom."""
    health = re.search(r'CMD \["python", "-c", "(.+)"\]', (PROJECT / "deploy" / "Containerfile").read_text())
    assert health
    asking = [sys.executable, "-c", health[1].replace(":8000/", f":{newsroom.port}/")]
    assert subprocess.run(asking, check=False, capture_output=True).returncode == 0
    asking[-1] = asking[-1].replace("/-/ready", "/-/no-such-thing")
    assert subprocess.run(asking, check=False, capture_output=True).returncode != 0
