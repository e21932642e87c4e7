"""`dateline check`: what is wrong with this installation, one line each, and what to do."""

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from dateline.house.home import home, node
from dateline.house.paper import is_set_up, paper

LEAST_FREE_MB = 500
PATIENCE_SECONDS = 60
SETTINGS = {
    "DATELINE_HOME": "the folder that the whole paper lives in",
    "DATELINE_NODE": "this node's name, where several share one database; unset: local",
    "DATELINE_HOSTS": "further host names that the newsroom answers to, by comma",
    "DATELINE_GATEWAYS": "hosts of the newsroom's own network that sources may name, by comma: host or host:port",
    "DATELINE_DEBUG": "1: Django's error pages, never on a public machine",
    "DATELINE_DEMO": "1: the demo newsroom's mail page",
    "DATABASE_URL": "a PostgreSQL server: postgres://user:password@host:5432/name; unset: the SQLite file",
    "CACHE_URL": "Valkey or Redis: redis://…, rediss://…, valkey://…, unix:///…; unset: files",
    "PRESS_FOLDERS": "further folders that pages are printed to, by comma: name=/srv/node-c/press",
    "CACHES_IN_FRONT": "caches that are told to forget, by comma: name=http://varnish:6081, "
    "name=cloudflare://TOKEN@ZONE, name=cloudfront://KEY:SECRET@DISTRIBUTION",
    "STORAGE_URL": "a bucket for our own pages and pictures: s3://key:secret@host/bucket?region=…, s3+http://…",
    "MAIL_URL": "how sign-in codes leave: smtp://user:password@host:587, smtps://…, smtp+tls://…, file:folder",
    "MAIL_FROM": "the sender of that mail",
    "TRUSTED_PROXIES": "whose X-Forwarded-For, -Proto and X-Request-ID are believed, by comma: 127.0.0.1,192.0.2.0/24",
    "COUNTRY_HEADER": "the header in which a trusted proxy names the reader's country: CF-IPCountry",
    "COUNTRY_FILE": "a database of countries by address, in MaxMind's format: /srv/geo/country.mmdb",
    "METRICS_ALLOW": "who besides this machine may read /-/metrics, by comma: 192.0.2.7,192.0.2.0/24",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "the collector of traces: http://127.0.0.1:4318; needs dateline[traces]",
    "LOG_FORMAT": "line or json",
    "LOG_LEVEL": "DEBUG, INFO, WARNING or ERROR",
}
_SECRET = {"CACHES_IN_FRONT", "MAIL_URL", "DATABASE_URL", "CACHE_URL", "STORAGE_URL"}


@click.command()
def check() -> None:
    """What is wrong with this installation, one line each, and what to do; exit 1 when anything is."""
    for name, meaning in SETTINGS.items():
        value = os.environ.get(name, "")
        shown = "set" if value and name in _SECRET else value or "unset"
        click.echo(f"setting\t{name}\t{shown}\t{meaning}")
    found = list(problems())
    for line in found:
        click.echo(f"wrong\t{line}")
    if not found:
        click.echo("nothing is wrong")
    sys.exit(1 if found else 0)


def problems() -> Iterator[str]:
    """Each problem with its remedy."""
    if not is_set_up():
        yield f"there is no paper in {home()}; run `dateline setup` or set DATELINE_HOME"
        return
    if not os.access(home(), os.W_OK):
        yield f"{home()} cannot be written; mend its permissions"
    yield from _about_files()
    from dateline.cli.faults import known_fault
    from dateline.cli.main import start_django

    start_django()
    from dateline.house import database

    if database.is_gone():
        yield f"{database.name()} is away; put it back, or restore a backup (printed pages are still served)"
        return
    try:
        yield from _about_the_newsroom()
        yield from _about_what_lies_there()
    except database.UNREACHABLE as fault:
        if not (sentence := known_fault(fault)):
            raise
        yield sentence


def _about_files() -> Iterator[str]:
    key = home() / "secret-key"
    if not key.exists():
        yield "there is no secret key; run `dateline setup`"
    elif stat.S_IMODE(key.stat().st_mode) & 0o077:
        yield f"others can read {key}; run `chmod 600 {key}`"
    free = shutil.disk_usage(home()).free // 1_000_000
    if free < LEAST_FREE_MB:
        yield f"only {free} MB are free where {home()} lies; make room"
    for name in sorted(os.environ):
        if name.startswith("DATELINE_") and name not in SETTINGS:
            yield f"{name} is set, but there is no such setting; the settings are listed above"
    if not os.environ.get("MAIL_URL"):
        yield "MAIL_URL is unset: readers cannot sign in to comment; set it to smtp://… or file:…"
    if os.environ.get("DATELINE_DEBUG") == "1":
        yield "DATELINE_DEBUG is 1: errors show their insides; unset it on a public machine"
    if paper().url.startswith("https://") and not os.environ.get("TRUSTED_PROXIES"):
        yield (
            "TRUSTED_PROXIES is unset: everybody seems to sign in from where TLS ends; set it to that proxy's address, "
            "such as 127.0.0.1"
        )
    if (
        paper().url.startswith("http://")
        and "127.0.0.1" not in paper().url
        and "localhost" not in paper().url
    ):
        yield f"the paper's address {paper().url} is not https; run `dateline setup --url https://…` behind TLS"


def _about_the_newsroom() -> Iterator[str]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from dateline.house import clock
    from dateline.house.models import Unheard
    from dateline.markets import queries as markets
    from dateline.markets import recordings
    from dateline.press import queries
    from dateline.stories import reporting
    from dateline.stories.models import Front
    from dateline.wire import queries as wire

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield "the database is older than this release; run `dateline setup`"
        return
    if not Front.objects.exists():
        yield "the paper has no front page; run `dateline setup`"
    at = clock.now()
    health = queries.health(at)
    if health.oldest_notice_s > PATIENCE_SECONDS:
        yield (
            f"notices wait for the press, {health.behind} in all, the oldest for {health.oldest_notice_s} s; "
            "start `dateline serve` or `dateline work`, or run `dateline press run --until-empty`"
        )
    yield from _about_presses(at)
    yield from _about_borders()
    yield from recordings.lost()
    yield from markets.problems(at)
    yield from wire.source_problems(at)
    yield from reporting.problems()
    for row in Unheard.objects.select_related("notice").order_by("-tried_at")[:20]:
        yield f"{row.hearer} could not hear notice {row.notice_id} ({row.notice.kind}): {row.reason}"


def _about_presses(at: datetime) -> Iterator[str]:
    """Each press but this node's own that is late or cannot be reached."""
    from dateline.press import queries

    for press in queries.presses(at):
        if press.name != node() and (press.is_late or press.failing_since):
            why = (
                press.reason
                or "see to its node, or strike it off: `dateline press forget " + press.name + "`"
            )
            yield (
                f"the press {press.name} has not confirmed {press.behind} notices, the oldest for "
                f"{press.oldest_notice_s} s; {why}"
            )


def _about_borders() -> Iterator[str]:
    """Licences that bind readers to countries, and nothing that says where a reader is."""
    from django.conf import settings

    from dateline.config import where
    from dateline.licences import queries

    said = settings.ENVIRONMENT
    if said.country_file and (why := where.unreadable(said.country_file)):
        yield f"COUNTRY_FILE cannot be read ({why}): stories that are bound to countries are shown to nobody; mend it"
    bound = [each for each in queries.partners() if not queries.terms_of(each).territory.is_everywhere]
    if bound and not said.country_header and not said.country_file:
        yield (
            f"{bound[0].name} licenses its work for some countries alone, and nothing says where readers are, so "
            "nobody is shown it; set COUNTRY_FILE, or COUNTRY_HEADER behind a CDN"
        )


def _about_what_lies_there() -> Iterator[str]:
    from dateline.cli.background import STANDING_PAGES
    from dateline.house import notices
    from dateline.pictures.models import Picture
    from dateline.press import files

    if not (home() / "static" / "staticfiles.json").exists():
        yield "the desk's own files are missing; run `dateline setup`"
    unprinted = [path for path in ("/", *STANDING_PAGES) if not files.is_printed(path)]
    if unprinted:
        yield f"{', '.join(unprinted)} not printed; start `dateline serve`, or run `dateline press everything`"
    if (files.version_of("/") or 0) > notices.latest():
        yield (
            f"the pages in {home() / 'press'} are newer than the database, which was put back to an earlier time: "
            "stop, keep press/withdrawn.jsonl apart, empty that folder, start again (docs/running.md, Backup)"
        )
    lost = [picture for picture in Picture.objects.iterator() if not Path(picture.file.path).is_file()]
    if lost:
        yield f"{len(lost)} pictures have lost their files, {lost[0].file.path} first; put them back from a backup"
