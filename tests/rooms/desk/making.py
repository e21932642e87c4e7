"""Items of a wire, people with a role, and the paper they work on: make only what matters."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.test import Client

from dateline.house import notices
from dateline.licences.models import Partner, TermsVersion
from dateline.licences.rules import Terms, TextRight, Use, to_json
from dateline.press import actions as press
from dateline.press import files
from dateline.readers.models import Reader
from dateline.readers.rules import Role
from dateline.stories import actions as stories
from dateline.stories import tree
from dateline.stories.models import Section, Story
from dateline.wire import actions as wire
from dateline.wire.models import WireItem

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
PASSWORD = "seven green herons wade"  # a test's
TERMS = Terms(
    partner="Harbour Wire",
    slug="harbour",
    mark="Featured article licensed from",
    credit="Harbour Wire",
    copyright="© Harbour Wire",
    uses=frozenset({Use.PAGE, Use.FRONT, Use.RELATED, Use.SEARCH}),
    comments=True,
)
FREE = replace(TERMS, text=TextRight.FREE)
ENDED = replace(TERMS, ends_on=(NOON - timedelta(days=30)).date())


def make_partner(terms: Terms = TERMS) -> Partner:
    partner, _ = Partner.objects.update_or_create(
        slug=terms.slug,
        defaults={"name": terms.partner, "home": "https://harbour.example/", "terms": to_json(terms),
                  "loaded_at": NOON, "terms_version": 1},
    )  # fmt: skip
    TermsVersion.objects.get_or_create(
        partner=partner, number=1, defaults={"terms": to_json(terms), "at": NOON, "by": "a test"}
    )
    return partner


def make_section(slug: str = "economy") -> Section:
    return tree.make_section(slug, slug.replace("-", " ").title())


def receive(folder: Path, *, guid: str = "urn:harbour:1", version: int = 1, **more: object) -> WireItem:
    """An item of Harbour Wire, as it comes in."""
    words = "A counsellor posted to a quiet embassy walked out of his flat before dawn. "
    item = {
        "uri": guid, "type": "text", "version": str(version),
        "versioncreated": (NOON - timedelta(hours=3) + timedelta(minutes=version)).isoformat(),
        "firstcreated": (NOON - timedelta(hours=3)).isoformat(), "language": "en",
        "headline": "An envoy takes the early flight", "description_text": "He left with hand luggage.",
        "byline": "Jane Doe", "body_html": f"<p>SEOUL—{words * 3}</p><p>{words}</p>",
    } | more  # fmt: skip
    path = folder / f"{guid.replace(':', '-')}-{version}.json"
    path.write_text(json.dumps(item, ensure_ascii=False))
    wire.receive("harbour", [path])
    return WireItem.objects.get(guid=guid)


def make_story(section: Section, headline: str = "Won steadies", *, publish: bool = False) -> Story:
    """A story of our own."""
    story = stories.write_story(
        section, headline=headline, body=[("paragraph", "<p>The won held its ground.</p>")]
    )
    if publish:
        stories.publish(story)
    return Story.objects.get(pk=story.pk)


def make_person(role: Role | None, email: str = "") -> Reader:
    """Somebody with a desk account in this role; None: a reader without keys."""
    from dateline.readers.actions import ensure_roles

    name = str(role or "reader")
    reader = Reader.objects.create_user(
        email or f"{name.replace(' ', '-')}@example.com",
        PASSWORD,
        display_name=name.title(),
        is_staff=role is not None,
    )
    if role:
        reader.groups.add(ensure_roles()[role])
    return reader


def signed_in(reader: Reader) -> Client:
    """A browser in which this person typed the desk's password."""
    client = Client()
    answer = client.post("/desk/login/", {"username": reader.email, "password": PASSWORD, "next": "/desk/"})
    assert answer.status_code == 302, answer.content[:500]
    return client


def is_printed(path: str) -> bool:
    """Whether readers get this page, once the press has done all that waits."""
    while notices.deliver():
        pass
    press.run(until_empty=True)
    return files.read(path) is not None and not files.is_gone(path)


def said(answer: object) -> list[str]:
    """The messages that the screen shows."""
    return [str(message) for message in answer.context["messages"]]  # type: ignore[attr-defined]
