"""A sender's notice to readers: never a word of what it takes back."""

from hypothesis import given
from hypothesis import strategies as st

from dateline.wire.rules import Item, words_for_readers
from dateline.wire.rules.taking_back import MOST_LETTERS, RUN

STORY = Item(
    "urn:x:1", headline="The mayor took the money", body_text="He took it in a bag.\n\nNobody saw the bag."
)


def said(text: str) -> str:
    return words_for_readers(Item("urn:x:2", body_text=text), [STORY])


def test_a_plain_notice_is_shown_as_it_was_sent():
    assert (
        said("The agency has withdrawn a story.\n\nIt was  wrong.")
        == "The agency has withdrawn a story.\nIt was wrong."
    )


def test_nothing_is_said_where_nothing_may_be_shown():
    for text in (
        "", "The mayor took the money, we said.", "We said that he took it in a bag.", "EDITORS: it was wrong.",
        "Please kill it.", "Not for publication: it was wrong.", "편집자: 삭제 바랍니다.", "x" * (MOST_LETTERS + 1),
    ):  # fmt: skip
        assert said(text) == "", text


WORDS = st.lists(st.sampled_from(["one", "two", "three", "four", "five", "six"]), max_size=14).map(" ".join)


@given(WORDS, WORDS, WORDS)
def test_no_run_of_what_is_taken_back_is_ever_shown(notice, headline, body):
    taken_back = Item("urn:x:1", headline=headline, body_text=body)
    shown = words_for_readers(Item("urn:x:2", body_text=notice), [taken_back]).split()
    for text in (headline, body):
        words = text.split()
        runs = [words[at : at + RUN] for at in range(len(words) - RUN + 1)]
        assert not any(shown[at : at + RUN] in runs for at in range(len(shown) - RUN + 1))
    assert not headline or headline not in " ".join(shown)
