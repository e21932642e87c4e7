"""A kill that names its story in words that fit two: the desk is told, and an editor says which."""

from django.urls import reverse
from tests.makers import NOON, receive
from tests.rooms.desk.making import said

from dateline.desk import alerts
from dateline.wire import actions as wire
from dateline.wire.models import Unclear, WireItem


def test_an_editor_says_which_story_a_kill_means(section, tmp_path, wire_editor):
    first = receive(tmp_path, slugline="Islands-Ferry")
    second = receive(tmp_path, guid="urn:harbour:2", slugline="Islands-Ferry", headline="The last boat")
    (tmp_path / "kill.eml").write_text(
        "From: d@harbour.example\nMessage-ID: <k@h>\nSubject: EDS: KILL BC-Islands-Ferry\n\nIt is wrong.\n"
    )
    wire.receive("harbour", [tmp_path / "kill.eml"])
    (alert,) = alerts.unseen(NOON)
    assert (alert.level, alert.words) == ("kill", "Harbour Wire recalls a story: which, is not clear")
    unclear = Unclear.objects.get()
    shown = wire_editor.get(alert.item_address).content.decode()
    assert first.headline in shown and second.headline in shown and "Nothing has been taken down" in shown
    say = reverse("desk_wire_unclear_say", args=[unclear.pk])
    wire_editor.post(say, {"meant": "999999"})
    assert Unclear.objects.get().state == "open"
    answer = wire_editor.post(say, {"meant": second.pk}, follow=True)
    assert "Kept, with your name" in " ".join(said(answer))
    assert "It means “The last boat”: wire-editor@example.com" in answer.content.decode()
    assert WireItem.objects.get(pk=second.pk).state == "killed"
    assert WireItem.objects.get(pk=first.pk).state == "usable"
    assert [alert.level for alert in alerts.unseen(NOON) if alert.key.startswith("unclear")] == ["warning"]
