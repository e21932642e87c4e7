"""What stories does when it hears a notice from the rooms below."""

from dateline.house import notices


def register() -> None:
    """Say which notices we hear."""
    from dateline.stories import following, licensing, queries, rejudging, relisting
    from dateline.wire.rules import RECALLS

    notices.hear(RECALLS, "stories:kills", following.hear_kill, is_urgent=True)
    notices.hear("wire.", "stories:wire", following.hear_wire)
    # Else a change of terms would be heard when the press has printed all that waits, which may be minutes.
    notices.hear("licence.", "stories:licence", rejudging.hear_licence, is_urgent=True)
    notices.hear(licensing.IN_PRINT, "stories:pictures", licensing.hear_story)
    notices.hear(queries.PLACING, "stories:lists", relisting.hear_story, together=relisting.hear_stories)
