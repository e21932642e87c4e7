"""What reading a partner's messages needs to know of the partner."""

from dateline.licences.models import Partner
from dateline.licences.rules import reading_from_json
from dateline.wire.parsers import Profile


def profile_of(partner: Partner) -> Profile:
    """The partner's profile, from its licence file; nothing of any delivery."""
    reading = reading_from_json(partner.reading)
    return Profile(
        time_zone=partner.time_zone,
        encoding=reading.encoding,
        body=reading.body,
        not_for_publication=reading.not_for_publication,
    )
