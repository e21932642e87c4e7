"""What pictures are called, how wide they are offered, which of their own words count."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from dateline.pictures import rules
from dateline.pictures.rules import Name, PhotoFacts

SHA = "0123456789abcdef" * 4
original_widths = st.integers(min_value=1, max_value=20_000)


@given(original_widths)
def test_no_rendition_is_wider_than_its_original(width):
    offered = rules.widths(width)
    assert offered
    assert max(offered) <= width
    assert list(offered) == sorted(set(offered))


@given(original_widths)
def test_the_widest_offered_is_close_to_the_original_or_the_largest_there_is(width):
    widest = rules.widths(width)[-1]
    assert widest == rules.WIDTHS[-1] or widest * 1.1 >= width


@given(original_widths)
def test_every_address_that_is_offered_is_read_back(width):
    for name in rules.names(rules.address_hash(SHA), width):
        assert rules.read_address(name.address) == name


@given(st.text())
def test_any_path_is_read_or_is_none_of_ours(path):
    name = rules.read_address(path)
    assert name is None or name.address == path


def test_addresses_that_only_look_like_ours_are_not():
    ours = Name(rules.address_hash(SHA), 640, "avif").address
    for path in (
        ours + "/",
        ours.upper(),
        ours.replace("640", "0640"),
        ours + "\n",
        ours.replace("avif", "gif"),
    ):
        assert rules.read_address(path) is None


def test_two_partners_who_send_the_same_bytes_share_no_address():
    assert len({rules.address_hash(SHA, partner_slug=slug) for slug in ("", "harbour-wire", "meridian")}) == 3
    assert rules.address_hash(SHA) == SHA[:20]


@given(original_widths, st.integers(min_value=1, max_value=20_000))
def test_a_rendition_keeps_the_shape_of_its_original(width, height):
    for offered in rules.widths(width):
        exact = height * offered / width
        assert abs(rules.height_at(offered, width, height) - max(exact, 1)) <= 0.5 + 1e-9


def test_sources_come_best_format_first_and_name_each_width():
    avif, webp, jpeg = rules.sources("a" * 20, 1000)
    assert (avif.type, webp.type, jpeg.type) == ("image/avif", "image/webp", "image/jpeg")
    assert avif.srcset.startswith(f"/pictures/{'a' * 20}/320.avif 320w, ")
    assert avif.srcset.endswith("960.avif 960w")


def test_the_fallback_is_one_of_the_jpegs_offered():
    for width in (90, 320, 1000, 1300, 5000):
        assert rules.fallback("a" * 20, width) in rules.names("a" * 20, width)
    assert rules.fallback("a" * 20, 5000).width == 1280


def test_credit_names_the_maker_before_the_agency_and_each_once():
    assert rules.credit_line("Jane Doe", "Harbour Wire") == "Jane Doe/Harbour Wire"
    assert rules.credit_line("Jane Doe", "JANE DOE/HARBOUR WIRE") == "JANE DOE/HARBOUR WIRE"
    assert rules.credit_line("Jane Doe", "") == "Jane Doe"
    assert rules.credit_line("", "Harbour Wire") == "Harbour Wire"


words = st.text(max_size=20)
facts = st.builds(
    PhotoFacts,
    caption=words,
    credit=words,
    photographer=words,
    taken_at=st.none() | st.just(datetime(2026, 11, 20, 8, tzinfo=UTC)),
)


@given(facts, facts)
def test_the_first_block_that_says_a_fact_is_believed(first, second):
    told = rules.first_said((first, second))
    for name, value in vars(told).items():
        assert value == (getattr(first, name) or getattr(second, name))


def test_a_silent_block_changes_nothing():
    said = PhotoFacts(caption="A crane over dry dock 3")
    assert rules.first_said((PhotoFacts(), said, PhotoFacts())) == said
    assert rules.first_said((replace(said, caption=""), said)) == said
