"""The desk sees each press: who has confirmed what, and who is late."""

from datetime import timedelta

from django.urls import reverse
from tests.makers import NOON

from dateline.cli import check
from dateline.house import clock, notices
from dateline.house.home import node
from dateline.press import actions, enrolling, queries
from dateline.press.models import Press
from dateline.readers.rules import Role


def two_presses() -> int:
    """Both at work; a notice that this node alone has confirmed."""
    enrolling.enrol(NOON)
    Press.objects.create(name="bucket", kind=Press.Kind.BUCKET, seen_at=NOON)
    notices.keep_place(queries.hearer(), notices.latest())
    notices.keep_place(queries.hearer("bucket"), notices.latest())
    seq = notices.post("page:1", "page.changed", withdrawn=["/economy/gone/"])
    actions.run()
    return seq


def test_the_home_screen_tells_of_a_press_that_is_late_and_of_no_other(section, desk):
    two_presses()
    client = desk(Role.EDITOR)
    with clock.frozen(NOON + timedelta(seconds=queries.LATE_SECONDS)):
        assert "unconfirmed" not in client.get("/desk/").content.decode()
    with clock.frozen(NOON + timedelta(seconds=queries.LATE_SECONDS + 1)):
        told = client.get("/desk/").content.decode()
    assert "<b>bucket</b>: Has not confirmed what was posted over a minute ago." in told
    assert f"<b>{node()}</b>:" not in told


def test_one_that_cannot_be_reached_is_told_of_at_once_with_the_reason(section, desk):
    two_presses()
    Press.objects.filter(name="bucket").update(failing_since=NOON, reason="it is not mounted")
    told = desk(Role.EDITOR).get("/desk/").content.decode()
    assert "Cannot be reached: it is not mounted" in told
    assert 'data-level="warning"' in told


def test_every_press_is_listed_with_what_it_has_not_confirmed(section, desk):
    seq = two_presses()
    client = desk(Role.EDITOR)
    listed = client.get(reverse("desk_press")).content.decode()
    assert "<b>bucket</b><small>bucket</small>" in listed
    assert f"<b>{node()}</b><small>node</small>" in listed
    shown = client.get(reverse("desk_receipt", args=[seq])).content.decode()
    assert "The bucket press has not come to it yet." in shown
    assert shown.count("/economy/gone/</a>") == 2
    assert "not yet" in shown


def test_check_tells_of_a_press_that_is_late(section, monkeypatch):
    two_presses()
    with clock.frozen(NOON + timedelta(seconds=61)):
        late = [line for line in check._about_presses(clock.now()) if "bucket" in line]
    assert late == [
        "the press bucket has not confirmed 1 notices, the oldest for 61 s; see to its node, "
        "or strike it off: `dateline press forget bucket`"
    ]
    with clock.frozen(NOON + timedelta(seconds=60)):
        assert not list(check._about_presses(clock.now()))
