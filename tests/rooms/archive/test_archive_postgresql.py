"""In how many stories a word stands, as PostgreSQL itself has counted it."""

import pytest
from django.db import connection
from tests.makers import hear_all, make_story
from tests.postgresql import on_postgresql

from dateline.archive import queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newsroom"), on_postgresql]


def test_what_the_server_s_statistics_say_is_what_would_be_counted():
    for number in range(12):
        rare = "the border" if number == 3 else "home"
        make_story(f"Story {number:02}", f"An envoy left the embassy for {rare} and told of dawn {number}.")
    hear_all()
    asked = {"envoy", "embassy", "border", "nowhere"}
    counted = queries._standing_in(asked)
    assert counted == {"envoy": 12, "embassy": 12, "border": 1, "nowhere": 0}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE archive_entry")
        cursor.execute(
            "SELECT 'envoy' = ANY (most_common_elems::text::text[]) FROM pg_stats WHERE attname = 'document'"
        )
        assert cursor.fetchone() == (True,)
    assert queries._standing_in(asked) == counted


def test_what_the_server_counted_before_is_not_counted_again():
    """Else a large paper would count each common word for each story that it prints."""
    make_story("A story", "An envoy left the embassy.")
    make_story("Another story", "An envoy came back.")
    hear_all()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE archive_entry")
        cursor.execute("DELETE FROM archive_entry")
    assert queries._standing_in({"envoy"}) == {"envoy": 2}
