"""What stories does when it hears a notice from the rooms below."""

from dateline.house import notices


def register() -> None:
    """Say which notices we hear."""
    from dateline.stories import following, licensing, rejudging, relisting
    from dateline.wire.rules import RECALLS

    notices.hear(RECALLS, "stories:kills", following.hear_kill, is_urgent=True)
    notices.hear("wire.", "stories:wire", following.hear_wire)
    notices.hear("licence.", "stories:licence", rejudging.hear_licence)
    notices.hear("story.", "stories:pictures", licensing.hear_story)
    notices.hear("story.", "stories:lists", relisting.hear_story)
