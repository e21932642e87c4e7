"""Moderation by hand."""

import json

import pytest
from click.testing import CliRunner

from dateline.comments import actions
from dateline.comments.cli import comments
from dateline.comments.errors import NothingToDecide
from dateline.comments.models import State
from dateline.house.models import Notice

pytestmark = pytest.mark.django_db


def run(*arguments):
    return CliRunner().invoke(comments, list(arguments))


@pytest.fixture
def held(story, reader, noon):
    return actions.submit(story, reader, "Two\nlines\tof it.", at=noon)


def test_the_queue_prints_a_line_an_item(held, story):
    assert run("queue").output == (
        f"{held.pk}\t{story.address}\tHan Ji-won\tTwo lines of it.\ta first comment\t2026-11-24T12:00:00Z\n"
    )


def test_the_queue_speaks_json(held, story):
    assert json.loads(run("queue", "--json").output) == {
        "id": held.pk,
        "story": story.address,
        "name": "Han Ji-won",
        "text": "Two\nlines of it.",
        "reason": "a first comment",
        "submitted_at": "2026-11-24T12:00:00Z",
    }


@pytest.mark.parametrize(("word", "state"), [("print", State.PRINTED), ("refuse", State.REFUSED)])
def test_deciding_prints_the_number_of_its_notice(held, word, state):
    answer = run("decide", str(held.pk), word, "--reason", "as the house rules say")
    held.refresh_from_db()
    assert (answer.exit_code, held.state) == (0, state)
    assert answer.output == f"{held.pk} {state} notice {Notice.objects.latest('seq').seq}\n"
    assert held.decisions.last().by_name == "command line"
    assert run("queue").output == ""


def test_deciding_needs_a_reason_and_a_comment(held, noon):
    assert run("decide", str(held.pk), "refuse").exit_code == 2
    assert isinstance(run("decide", "999", "print", "--reason", "fine").exception, NothingToDecide)
