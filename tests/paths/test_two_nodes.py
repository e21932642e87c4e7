"""Two nodes on one PostgreSQL, and a bucket that follows: what one publishes all show, what one kills all take down."""

from collections.abc import Iterator

import pytest

from tests.paths.newsroom import Newsroom
from tests.paths.nodes import publish, publishing, two_nodes
from tests.rooms.press import buckets

pytestmark = pytest.mark.server
Nodes = tuple[Newsroom, Newsroom]


@pytest.fixture(scope="module")
def bucket() -> Iterator[buckets.Server]:
    with buckets.serving() as server:
        yield server


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory, bucket: buckets.Server) -> Iterator[Nodes]:
    with two_nodes(tmp_path_factory.mktemp("nodes"), STORAGE_URL=bucket.url) as (a, b):
        a.done("stories", "section", "economy", "--name", "Economy")
        a.start()
        b.start()
        yield a, b


def shown(node: Newsroom, path: str, words: str) -> None:
    node.until(lambda: words in node.get(path).text, f"{path} on {node.home.name} to say {words!r}")


def receipt(node: Newsroom, seq: int) -> set[tuple[str, ...]]:
    """Each line of a receipt: press, what it did, path."""
    lines = node.done("press", "receipt", str(seq)).splitlines()[1:]
    return {tuple(line.split("\t")[:3]) for line in lines}


def confirmed(node: Newsroom, seq: int, *lines: tuple[str, str, str]) -> None:
    node.until(lambda: set(lines) <= receipt(node, seq), f"receipt {seq} to have {lines}")


def test_what_is_published_on_one_is_seen_on_both_and_in_the_bucket(
    nodes: Nodes, bucket: buckets.Server
) -> None:
    a, b = nodes
    path = "/economy/harbour/"
    seq = publish(a, "harbour", "Counted once.")
    shown(a, path, "Counted once.")
    shown(b, path, "Counted once.")
    assert b.get(path).body == a.get(path).body
    confirmed(a, seq, ("node-a", "printed", path), ("node-b", "printed", path))
    # "same": it was brought in haste already, and lay there when it was brought at leisure.
    a.until(
        lambda: receipt(a, seq) & {("bucket", did, path) for did in ("printed", "same")},
        "the bucket to confirm it",
    )
    assert bucket.body("economy/harbour/index.html") == a.get(path).body


def test_two_nodes_that_change_the_same_story_at_once_end_on_one_winner(
    nodes: Nodes, bucket: buckets.Server
) -> None:
    a, b = nodes
    path = "/economy/ferry/"
    publish(a, "ferry", "As it was.")
    both = [publishing(a, "ferry", "So says A."), publishing(b, "ferry", "So says B.")]
    newest = max(int(each.communicate(timeout=120)[0]) for each in both)
    a.until(
        lambda: not any(words == "not yet" for _, words, *_ in receipt(a, newest)), "all presses to confirm"
    )
    pages = {a.get(path).body, b.get(path).body, bucket.body("economy/ferry/index.html")}
    assert len(pages) == 1
    assert (b"So says A." in pages.copy().pop()) != (b"So says B." in pages.pop())


def test_what_is_killed_is_down_on_both_and_has_no_object(nodes: Nodes, bucket: buckets.Server) -> None:
    a, b = nodes
    path = "/economy/quay/"
    publish(a, "quay", "To be killed.")
    shown(b, path, "To be killed.")
    a.until(lambda: "economy/quay/index.html" in bucket.objects(), "the bucket to have it")
    said = b.done("stories", "withdraw", path, "--reason", "asked by its partner")
    seq = int(said.split()[-1])
    for node in nodes:
        node.until(lambda of=node: of.get(path).status == 410, "the page to be gone")
        assert path in (node.home / "press" / "withdrawn.jsonl").read_text()
    confirmed(
        a, seq, ("node-a", "withdrawn", path), ("node-b", "withdrawn", path), ("bucket", "withdrawn", path)
    )
    assert not [key for key in bucket.objects() if key.startswith("economy/quay/")]


def test_a_node_that_was_stopped_catches_up_and_the_other_takes_its_duty(nodes: Nodes) -> None:
    a, b = nodes
    path, gone = "/economy/tide/", "/economy/ebb/"
    publish(a, "ebb", "To be killed meanwhile.")
    shown(b, gone, "To be killed meanwhile.")
    for stopped, other in ((b, a), (a, b)):
        stopped.stop()
        seq = publish(other, "tide", f"While {stopped.home.name} was stopped.")
        shown(other, path, f"While {stopped.home.name} was stopped.")
        name = f"node-{stopped.home.name}"
        assert (name, "not yet") in {line[:2] for line in receipt(other, seq)}
        # The front names the story: hearing is done once, by whoever is on duty now.
        other.until(lambda of=other: path in of.get("/feeds/all.rss").text, "the feed to name it")
        if stopped is b:
            other.done("stories", "withdraw", gone, "--reason", "meanwhile")
        stopped.start()
        shown(stopped, path, f"While {stopped.home.name} was stopped.")
        assert stopped.get(gone).status == 410
        confirmed(other, seq, (name, "printed", path))
