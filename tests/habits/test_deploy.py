"""What stands in `deploy/` is true: each command, option, setting, path and unit that it names is there."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.conftest import skip_or_fail
from tests.habits.project import PROJECT, code_blocks, documents
from tests.habits.test_commands import commands, options

from dateline.cli.check import SETTINGS
from dateline.config.environment import read

DEPLOY = PROJECT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
CONTAINERFILE = (DEPLOY / "Containerfile").read_text()
RUNNING = documents()["docs/running.md"]
DATELINE = "/srv/dateline/current/.venv/bin/dateline"
# What systemd and the container set beside our settings.
OTHERS = {"PATH", "PYTHONUNBUFFERED"}


def values(unit: Path, key: str) -> list[str]:
    """What a unit says for a key, each line by itself."""
    return re.findall(rf"^{key}=(.+)$", unit.read_text(), re.MULTILINE)


def called(words: list[str]) -> None:
    """Hold a call of `dateline` to the command line."""
    name = next(name for size in (2, 1) if (name := " ".join(["dateline", *words[:size]])) in commands())
    given = {word.split("=")[0] for word in words if word.startswith("--")}
    assert given <= options(commands()[name])


@pytest.mark.parametrize("unit", [u for u in UNITS if u.suffix == ".service"], ids=lambda unit: unit.name)
def test_a_unit_runs_commands_that_there_are(unit: Path) -> None:
    for line in values(unit, "Exec(?:Start|StartPost)"):
        words = shlex.split(line)
        if words[0] == "/bin/sh":  # systemd doubles each % that is meant
            words = shlex.split(words[2].removeprefix("exec ").replace("%%", "%"))
        if words[0] == DATELINE:
            called(words[1:])
        else:
            assert shutil.which(words[0]), words[0]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_names_settings_and_places_that_the_book_names(unit: Path) -> None:
    for setting in values(unit, "Environment"):
        assert setting.split("=")[0] in SETTINGS
    for path in set(re.findall(r"/(?:srv|etc)/[a-z]+(?:/current|\.env)?", unit.read_text())):
        assert f"`{path}" in RUNNING, path
    name = f"{unit.stem}.timer" if (unit.with_suffix(".timer")).exists() else unit.name
    name = f"{unit.stem}.path" if (unit.with_suffix(".path")).exists() else name
    assert f"| `{name}` |" in RUNNING


@pytest.mark.parametrize("unit", [u for u in UNITS if "-backup" not in u.name], ids=lambda unit: unit.name)
def test_what_a_unit_may_write_is_what_it_writes(unit: Path) -> None:
    """Below `ProtectSystem=strict` everything else is read-only."""
    if values(unit, "ProtectSystem") == ["strict"]:
        home = [setting.split("=")[1] for setting in values(unit, "Environment")]
        assert values(unit, "ReadWritePaths") == (home or ["/srv/backups"])


def test_systemd_finds_nothing_wrong_with_them(tmp_path: Path) -> None:
    """The units as they stand, their places exchanged for some that this machine has."""
    if not shutil.which("systemd-analyze"):
        skip_or_fail("no systemd-analyze; tools/machine installs it")
    command = tmp_path / "dateline"
    command.write_text("#!/bin/sh\n")
    command.chmod(0o755)
    for unit in UNITS:
        text = unit.read_text().replace(DATELINE, str(command)).replace("/etc/dateline.env", "/dev/null")
        (tmp_path / unit.name.replace("@.", "@8000.")).write_text(
            re.sub(r"/srv/(?:dateline/current|paper|backups)", str(tmp_path), text)
        )
    found = verify(tmp_path)
    assert (found.returncode, found.stdout + found.stderr) == (0, "")
    # The same look does find what is wrong.
    broken = tmp_path / "dateline-work.service"
    broken.write_text(broken.read_text().replace("ProtectSystem=strict", "ProtectAll=strict"))
    assert "ProtectAll" in verify(tmp_path).stderr


def verify(folder: Path) -> subprocess.CompletedProcess[str]:
    units = [str(path) for path in folder.iterdir() if path.suffix in (".service", ".timer", ".path")]
    return subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )


def test_the_settings_of_the_example_are_read() -> None:
    lines = [line for line in (DEPLOY / "dateline.env").read_text().splitlines() if line and line[0] != "#"]
    settings = dict(line.split("=", 1) for line in lines)
    assert settings.keys() <= SETTINGS.keys()
    assert read(settings).log_format == "json"


def instructions() -> list[tuple[str, str]]:
    """Each instruction of the container file with what follows it, continued lines joined."""
    text = re.sub(r"^#.*\n", "", CONTAINERFILE, flags=re.MULTILINE).replace("\\\n", " ")
    return [
        (line.split(" ", 1)[0], line.split(" ", 1)[1].strip()) for line in text.splitlines() if line.strip()
    ]


def test_the_container_file_copies_what_is_there_and_installs_what_is_locked() -> None:
    known = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "STOPSIGNAL",
             "ENTRYPOINT", "CMD"}  # fmt: skip
    assert {name for name, _ in instructions()} == known
    copied = {
        source
        for name, rest in instructions()
        if name == "COPY" and "--from" not in rest
        for source in rest.split()[:-1]
    }
    assert all((PROJECT / source).exists() for source in copied)
    for name, rest in instructions():
        if name == "RUN" and "pip install" in rest:
            locks = re.findall(r"-r (\S+)", rest)
            assert ("--require-hashes" in rest) is bool(locks)
            assert set(locks) <= copied
            assert locks or {"--no-deps", "--no-index"} <= set(rest.split())


def test_the_container_runs_a_command_that_there_is_as_nobody_in_particular() -> None:
    said = dict(instructions())
    assert said["ENTRYPOINT"] == '["dateline"]'
    called(re.findall(r'"([^"]+)"', said["CMD"]))
    assert said["USER"] == "paper"
    set_here = dict(part.split("=", 1) for part in said["ENV"].split())
    assert set_here.keys() <= SETTINGS.keys() | OTHERS
    assert set_here["DATELINE_HOME"] == said["VOLUME"]
    port = said["EXPOSE"]
    assert f'"--port", "{port}"' in said["CMD"]
    assert f":{port}/-/ready" in said["HEALTHCHECK"]


def test_what_the_book_runs_of_deploy_is_there() -> None:
    lines = [line for block in code_blocks(RUNNING) for line in block.splitlines()]
    named = {path for line in lines for path in re.findall(r"\bdeploy/[\w./-]+", line)}
    assert named
    assert all((PROJECT / path.rstrip("/")).exists() for path in named)
