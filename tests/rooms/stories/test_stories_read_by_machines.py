"""An article extractor gets headline, writer, day and body from a printed story, and nothing else of the page."""

import trafilatura

from dateline.house import clock, printing
from dateline.stories import actions
from dateline.stories.models import Author

PARAGRAPHS = (
    "The won held a narrow line against the dollar as shipbuilders sold what they had been paid in.",
    "Turnover was a fifth below the average of the past month, according to two brokers in the city.",
    "Importers took the other side, though with little haste before the long weekend of the holiday.",
)


def test_headline_writer_day_and_body_are_found(section) -> None:
    writer = Author.objects.create(name="Yoon Min-seo", slug="yoon-min-seo", locale=section.locale)
    story = actions.write_story(
        section, headline="Won Steadies as Exporters Sell", authors=[writer],
        body=[("paragraph", f"<p>{paragraph}</p>") for paragraph in PARAGRAPHS],
    )  # fmt: skip
    actions.publish(story)
    sheet = printing.print_path(story.address, clock.now())
    assert sheet is not None

    found = trafilatura.bare_extraction(
        sheet.body.decode(), url=f"https://paper.example{story.address}", with_metadata=True
    )

    assert (found.title, found.author, found.date) == (
        "Won Steadies as Exporters Sell", "Yoon Min-seo", "2026-11-24",
    )  # fmt: skip
    assert [line for line in found.text.splitlines() if line in PARAGRAPHS] == list(PARAGRAPHS)
    for furniture in ("More to Read", "Comment", "Skip to content", "Share"):
        assert furniture not in found.text
