"""No file names where it was made: no registry, no folder of somebody's machine, no key."""

import re

import pytest
from tests.habits.project import PROJECT, SOURCE, text_of, tracked_files

# Put together from halves, so that this file does not hold what it looks for.
FORBIDDEN = {
    "a registry's host": "|".join(
        (
            "pypi\\." + "org",
            "files\\.python" + "hosted",
            "registry\\.npm" + "js",
            "--index" + "-url",
            "extra" + "-index",
        )
    ),
    "a proxy or a mirror": "|".join(
        ("arti" + "factory", "nexus" + "\\.", "dev" + "pi", "http_pro" + "xy", "https_pro" + "xy")
    ),
    "a folder of one machine": (
        "(?<![\\w.-])/(?:wo"
        + "rk|ho"
        + "me|ro"
        + "ot|Us"
        + "ers|mnt|works"
        + "pace)(?:/\\w|\\b(?=[\\s\"'`)]))"
    ),
    "an address within a network": (
        "\\b(?:10\\.\\d{1,3}|192\\." + "168|172\\.(?:1[6-9]|2\\d|3[01]))\\.\\d{1,3}\\.\\d{1,3}\\b"
    ),
    "a private key": "BEGIN [A-Z ]*PRIV" + "ATE KEY",
    "a name of this workplace": "\\b(?:clau"
    + "de(?!bot|-user|-search)|anthro"
    + "pic(?!-ai)|sub"
    + "agent)\\b",
}
# Names of machine readers, as their makers publish them: what robots.txt is for.
ROBOTS = SOURCE / "feeds" / "rules.py"
# What tests send to show that it is refused, or that is an example of an address.
MEANT = {
    "an address within a network": {"tests/paths/newsroom.py"},
}


@pytest.mark.parametrize("what", sorted(FORBIDDEN))
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE)
    found = []
    for path in tracked_files():
        text = text_of(path)
        name = path.relative_to(PROJECT).as_posix()
        if text is None or name in MEANT.get(what, ()):
            continue
        found += [
            f"{name}:{number}: {match[0]}"
            for number, line in enumerate(text.splitlines(), start=1)
            if (match := pattern.search(line)) and not (path == ROBOTS and "name" in what)
        ]
    assert not found


@pytest.mark.parametrize(
    ("what", "example"),
    [
        ("a registry's host", "https://pypi." + "org/simple"),
        ("a folder of one machine", "see /wo" + "rk/main"),
        ("a folder of one machine", "/ho" + "me/kim/paper"),
        ("an address within a network", "http://10." + "0.0.7/"),
        ("a private key", "-----BEGIN RSA PRIV" + "ATE KEY-----"),
    ],
)
def test_each_would_be_found(what: str, example: str) -> None:
    assert re.search(FORBIDDEN[what], example, re.IGNORECASE)


def test_no_file_promises_to_be_finished_later() -> None:
    pattern = re.compile("\\b(?:TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b")
    left = [
        f"{path.relative_to(PROJECT)}:{number}"
        for path in tracked_files()
        if path.suffix in {".py", ".html", ".css", ".js", ".md", ".toml"} and "samples" not in path.parts
        for number, line in enumerate((text_of(path) or "").splitlines(), start=1)
        if pattern.search(line)
    ]
    assert not left


def test_no_secret_and_no_newsroom_is_kept_with_the_code() -> None:
    names = {path.name for path in tracked_files()}
    assert not names & {"secret-key", "newsroom.sqlite3", "paper.json", ".env"}
