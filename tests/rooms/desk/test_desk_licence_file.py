"""Loading licences at the desk: whole or not at all, its logos where the file names them."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.makers import NOON, TERMS, make_partner, receive

from dateline.licences.models import Partner
from dateline.readers.rules import Role
from dateline.stories import taking_in

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h10v10H0z"/></svg>'
FILE = """
[[partner]]
slug = "pier"
name = "Pier Press"
home = "https://pier.example/"
logo = "logos/pier.svg"

[partner.terms]
uses = ["page"]
credit = "Pier Press"
"""


@pytest.fixture
def manager(desk):
    return desk(Role.LICENCE_MANAGER)


def load(client, text: str, *logos: SimpleUploadedFile):
    file = SimpleUploadedFile("licences.toml", text.encode(), "application/toml")
    return client.post(reverse("desk_licences_load"), {"file": file, "logos": list(logos)})


def svg(name: str = "pier.svg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, LOGO, "image/svg+xml")


def test_a_logo_is_found_in_the_folder_that_the_file_names(manager):
    answer = load(manager, FILE, svg())
    assert answer.status_code == 302, answer.context["refusal"]
    assert Partner.objects.get(slug="pier").name == "Pier Press"


def test_a_logo_that_was_not_chosen_is_asked_for_with_its_line(manager):
    answer = load(manager, FILE)
    assert answer.status_code == 422
    assert "choose it under “Logos”" in answer.context["refusal"]
    assert answer.context["line"] == 'logo = "logos/pier.svg"'
    assert not Partner.objects.filter(slug="pier").exists()


def test_two_places_for_one_logo_are_asked_about(manager):
    both = FILE.replace('logo = "logos/pier.svg"', 'logo = "logos/pier.svg"\nlogo_dark = "dark/pier.svg"')
    answer = load(manager, both, svg())
    assert answer.status_code == 422
    assert "pier.svg could be dark/pier.svg and logos/pier.svg" in answer.context["refusal"]


@pytest.mark.parametrize("place", ["/etc/pier.svg", "../pier.svg", "logos/../../pier.svg"])
def test_a_logo_outside_the_files_folder_is_never_looked_for(manager, place):
    answer = load(manager, FILE.replace("logos/pier.svg", place), svg())
    assert answer.status_code == 422
    assert not Partner.objects.filter(slug="pier").exists()


def test_an_unknown_key_is_refused_with_its_line_and_changes_nothing(manager):
    answer = load(manager, FILE + 'colour = "red"\n', svg())
    assert answer.status_code == 422
    assert "unknown key 'colour'" in answer.context["refusal"]
    assert answer.context["line"] == 'colour = "red"'
    assert not Partner.objects.filter(slug="pier").exists()


def test_a_quota_that_is_nearly_used_is_told_of(manager, section, tmp_path):
    make_partner(replace(TERMS, quota_per_month=5))
    for number in range(3):
        _publish(tmp_path, f"urn:harbour:{number}")
    assert "3 of 5 in 2026-11" in manager.get(reverse("desk_partner", args=["harbour"])).content.decode()
    assert "quota nearly used" not in manager.get("/desk/").content.decode()
    _publish(tmp_path, "urn:harbour:3")
    assert "quota nearly used: 4 of 5 in 2026-11" in manager.get("/desk/").content.decode()
    _publish(tmp_path, "urn:harbour:4")
    assert "quota used up: 5 of 5 in 2026-11" in manager.get("/desk/").content.decode()


def _publish(folder, guid: str) -> None:
    receive(folder, guid=guid)
    taking_in.take_in(guid, section_slug="economy", at=NOON, by="a test", publish=True)
