"""Wagtail's own screens write moments as ours do."""

from datetime import UTC, datetime

from django.utils import formats, translation


def test_the_day_stands_before_the_month():
    with translation.override("en"):
        assert (
            formats.date_format(datetime(2026, 11, 25, 18, 50, tzinfo=UTC), "DATETIME_FORMAT")
            == "25 Nov 2026, 18:50"
        )
