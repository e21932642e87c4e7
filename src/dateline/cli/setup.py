"""`dateline setup`: creates or migrates everything under DATELINE_HOME."""

import fcntl
import os
import re
import secrets
from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from dateline.house import atomic_file, ballast, release
from dateline.house.errors import CannotWrite, WrongSetting
from dateline.house.home import home, media
from dateline.house.paper import Paper, is_set_up, keep, paper

Say = Callable[[str], None]
STAMP = "release"
# A host in ASCII, as browsers send it, or an IPv6 address in brackets; a port; no user, path or query.
_ADDRESS = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?/?", re.IGNORECASE
)


@click.command()
@click.option("--name", help="The paper's name.")
@click.option("--url", help="Its public address: https://example.com")
@click.option("--zone", help="Its time zone: Asia/Seoul")
@click.option("--language", type=click.Choice(["en", "ko"]), help="The language of its desk.")
@click.option("--tagline", help="What stands under its name.")
def setup(
    name: str | None, url: str | None, zone: str | None, language: str | None, tagline: str | None
) -> None:
    """Create or migrate everything under DATELINE_HOME; safe to repeat."""
    before = paper() if is_set_up() else None
    set_up(name=name, url=url, zone=zone, language=language, tagline=tagline, say=click.echo)
    click.echo(f"{paper().name} is set up in {home()}")
    if before and before != paper():
        click.echo(
            "every page is printed again; a server that runs takes a new address when it is started again"
        )


def set_up(
    *,
    name: str | None = None,
    url: str | None = None,
    zone: str | None = None,
    language: str | None = None,
    tagline: str | None = None,
    say: Say = lambda line: None,
) -> None:
    """Make or migrate the paper. Skips what the stamped release has done already.

    Raises WrongSetting for an address or zone that makes no sense, CannotWrite for a folder that says no.
    """
    _make_folders()
    facts = _facts(name, url, zone, language, tagline)
    with (home() / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        is_changed = is_set_up() and facts != paper()
        if not is_set_up() or is_changed:
            keep(facts)
        _make_key()
        ballast.lay()
        _start_django()
        from dateline.house import database

        database.prepare()
        if _is_stamped():
            if is_changed:
                _lay_out(say)
                _print_again()
            return
        with database.set_up_alone():
            _migrate(say)
            _lay_out(say)
        _collect_static(say)
        atomic_file.write(home() / STAMP, release.stamp().encode())


def _facts(
    name: str | None, url: str | None, zone: str | None, language: str | None, tagline: str | None
) -> Paper:
    given = {"name": name, "url": url, "zone": zone, "language": language, "tagline": tagline}
    facts = replace(paper(), **{key: value for key, value in given.items() if value is not None})
    if not facts.name.strip():
        raise WrongSetting("--name is empty; it takes the paper's name")
    if not _ADDRESS.fullmatch(facts.url):
        raise WrongSetting(
            f"--url is {facts.url!r}; it takes an address without a path, such as https://example.com"
        )
    try:
        ZoneInfo(facts.zone)
    except (ZoneInfoNotFoundError, ValueError) as cause:
        raise WrongSetting(f"--zone is {facts.zone!r}; it takes a zone's name such as Asia/Seoul") from cause
    return replace(facts, url=facts.url.rstrip("/"))


def _make_folders() -> None:
    try:
        for folder in (home(), media(), home() / "press", home() / "cache", home() / "wire"):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise CannotWrite(
            f"{home()} cannot be written ({cause.strerror}); mend its permissions or set DATELINE_HOME"
        ) from cause
    if not os.access(home(), os.W_OK):
        raise CannotWrite(f"{home()} cannot be written; mend its permissions or set DATELINE_HOME")


def _make_key() -> None:
    path = home() / "secret-key"
    if not path.exists():
        atomic_file.write(path, secrets.token_urlsafe(48).encode(), mode=0o600)


def _start_django() -> None:
    from dateline.cli.main import start_django

    start_django()


def _is_stamped() -> bool:
    from dateline.house import database

    path = home() / STAMP
    is_whole = database.is_laid_out() and (home() / "static" / "staticfiles.json").exists()
    return is_whole and path.exists() and path.read_text() == release.stamp()


def _migrate(say: Say) -> None:
    from django.core.management import call_command

    say("bringing the database up to this release …")
    call_command("migrate", interactive=False, verbosity=0)


def _lay_out(say: Say) -> None:
    from dateline.desk import roles
    from dateline.stories import standing, tree

    say("laying out the paper …")
    tree.lay_out()
    standing.keep_missing()
    roles.grant()


def _print_again() -> None:
    """Every page names the paper and its address: the press prints all of them again."""
    (home() / "press" / STAMP).unlink(missing_ok=True)


def _collect_static(say: Say) -> None:
    from django.core.management import call_command

    say("collecting the desk's files …")
    call_command("collectstatic", interactive=False, verbosity=0, clear=False)
