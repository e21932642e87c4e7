"""A takedown is complete when every cache in front has confirmed it; one that is away confirms it when it is back."""

import re
import shutil

import pytest
from bench import proxies

from tests.paths.asking import ask
from tests.paths.furnishing import OWN, furnished
from tests.paths.newsroom import Newsroom, free_port

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(
        not (shutil.which("varnishd") and shutil.which("nginx")), reason="nginx or varnish is not installed"
    ),
]
OTHER = "/economy/quay-3/"


def receipt(room: Newsroom, seq: str) -> set[tuple[str, ...]]:
    """What each press says of a notice: its name, what it did, of which address; or its name and `not yet`."""
    lines = room.done("press", "receipt", seq).splitlines()[1:]
    return {tuple(line.split("\t")[:3]) for line in lines}


def withdraw(room: Newsroom, path: str) -> str:
    said = re.fullmatch(
        rf"{path} notice (\d+)\n", room.done("stories", "withdraw", path, "--reason", "recalled")
    )
    assert said
    return said[1]


def test_a_takedown_is_confirmed_by_every_layer(tmp_path_factory: pytest.TempPathFactory) -> None:
    room = furnished(tmp_path_factory.mktemp("takedown"))
    cached, behind = free_port(), free_port()
    vcl = room.done("press", "varnish", "--upstream", f"127.0.0.1:{room.port}")
    site = room.done(
        "press", "nginx", "--host", "127.0.0.1", "--port", str(behind), "--upstream", f"127.0.0.1:{room.port}"
    )
    room.settings["CACHES_IN_FRONT"] = f"varnish=http://127.0.0.1:{cached}"
    with room.serving(), proxies.nginx(behind, site):
        with proxies.varnish(cached, vcl):
            room.until(lambda: ask(cached, OWN).status == 200, "Varnish to have the page")
            assert ask(behind, OWN).status == 200
            seq = withdraw(room, OWN)
            confirmed = {("local", "withdrawn", OWN), ("varnish", "withdrawn", OWN)}
            room.until(lambda: confirmed <= receipt(room, seq), "Varnish to confirm")
            assert [ask(port, OWN).status for port in (room.port, behind, cached)] == [410, 410, 410]
            assert ask(cached, OTHER).status == 200
        seq = withdraw(room, OTHER)
        room.until(lambda: ask(behind, OTHER).status == 410, "the page to be gone here")
        away = {("local", "withdrawn", OTHER), ("varnish", "not yet")}
        room.until(lambda: away <= receipt(room, seq), "the receipt to say that Varnish is away")
        with proxies.varnish(cached, vcl):
            confirmed = {("varnish", "withdrawn", OTHER)}
            room.until(lambda: confirmed <= receipt(room, seq), "Varnish, back again, to confirm")
