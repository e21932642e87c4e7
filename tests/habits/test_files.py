"""No file names where it was made: no registry, no folder of somebody's machine, no key."""

import re

import pytest
from tests.habits.project import PROJECT, SOURCE, text_of, tracked_files

# A letter in brackets is that letter, and keeps this file from holding what it looks for.
FORBIDDEN = {
    "a registry's host": r"pypi\.[o]rg|files\.[p]ythonhosted|registry\.[n]pmjs|--[i]ndex-url|[e]xtra-index",
    "a proxy or a mirror": r"[a]rtifactory|[n]exus\.|[d]evpi|https?_[p]roxy",
    "a folder of one machine": r"(?<![\w.-])/(?:[w]ork|h[o]me|[r]oot|[U]sers|[m]nt|[w]orkspace)(?:/\w|\b(?=[\s\"'`)]))",
    "an address within a network": (
        r"\b(?:10\.\d{1,3}|192\.[1]68|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}\b"
    ),
    "a private key": r"BEGIN [A-Z ]*[P]RIVATE KEY",
    "a name of this workplace": r"\b(?:[c]laude(?!bot|-user|-search)|[a]nthropic(?!-ai)|[s]ubagent)\b",
}
# Names of machine readers, as their makers publish them: what robots.txt is for.
ROBOTS = SOURCE / "feeds" / "rules.py"
# What must never be asked is told by its address.
GUARDS = (
    SOURCE / "house" / "fetching" / "addresses.py",
    PROJECT / "tests" / "rules" / "test_house_addresses.py",
)


@pytest.mark.parametrize("what", sorted(FORBIDDEN))
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE)
    found = []
    for path in tracked_files():
        text = text_of(path)
        name = path.relative_to(PROJECT).as_posix()
        if text is None:
            continue
        found += [
            f"{name}:{number}: {match[0]}"
            for number, line in enumerate(text.splitlines(), start=1)
            if (match := pattern.search(line))
            and not (path == ROBOTS and "name" in what)
            and not (path in GUARDS and "network" in what)
        ]
    assert not found


@pytest.mark.parametrize(
    ("what", "example"),
    [
        ("a registry's host", "https://pypi" + ".org/simple"),
        ("a folder of one machine", "see /" + "work/main"),
        ("a folder of one machine", "/" + "home/kim/paper"),
        ("an address within a network", "http://10" + ".0.0.7/"),
        ("a private key", "-----BEGIN RSA " + "PRIVATE KEY-----"),
    ],
)
def test_each_would_be_found(what: str, example: str) -> None:
    assert re.search(FORBIDDEN[what], example, re.IGNORECASE)


def test_no_file_promises_to_be_finished_later() -> None:
    pattern = re.compile(r"\b(?:[T]ODO|[F]IXME|[X]XX|[H]ACK)\b")
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
