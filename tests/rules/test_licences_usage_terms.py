"""Usage terms as free text: heeded where every word is understood, else read by an editor."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.licences.rules import ItemFacts, Pictures, Terms, Use, narrow
from dateline.licences.rules.usage_terms import understand

SENT = datetime(2026, 11, 24, 12, tzinfo=UTC)
ALL = Terms(slug="harbour-wire", uses=frozenset(Use), pictures=Pictures.ALL, ai=True)


def lost(text: str) -> set[str]:
    terms = narrow(ALL, ItemFacts(usage_terms=(text,)))
    assert not terms.unread, f"not understood: {text}"
    return {str(use) for use in ALL.uses - terms.uses}


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("No restrictions", set()),
        ("For editorial use only", set()),
        ("Editorial use only. No advertising use; credit required.", set()),
        ("NO ARCHIVE", {"archive", "related", "search"}),
        ("No Archiving Permitted", {"archive", "related", "search"}),
        ("No sales", {"feed", "api"}),
        ("NO SALES, NO ARCHIVES", {"feed", "api", "archive", "related", "search"}),
        ("No redistribution allowed", {"feed", "api"}),
        ("no third-party distribution", {"feed", "api"}),
        ("Not for social media use", {"social"}),
        ("No slideshows", {"gallery"}),
        ("no newsletters", {"newsletter"}),
        ("ONLINE OUT", {str(use) for use in Use}),
        ("Print only", {str(use) for use in Use}),
        ("무단 전재 및 재배포 금지", {"feed", "api"}),
        ("무단전재-재배포 금지, AI 학습 및 활용 금지", {"feed", "api"}),
    ],
)
def test_a_text_that_is_understood_takes_away_what_it_names(text, uses):
    assert lost(text) == uses


@pytest.mark.parametrize(
    "text",
    [
        "No Use in Asia",
        "No use in Georgia",
        "No Use in Japan, Asia",
        "Editorial use only, Japan",
        "AP Clients Only",
        "No archive. Call the desk first",
        "Not for commercial use",
        "Mandatory credit: Jane Doe",
        "No use before the match ends",
        "!!!",
    ],
)
def test_a_strange_clause_leaves_the_whole_text_to_an_editor(text):
    terms = narrow(ALL, ItemFacts(usage_terms=(text,)))
    assert (terms.unread, terms.uses) == (frozenset({text}), ALL.uses)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("No Use in Japan", "* !JP"),
        ("JAPAN OUT", "* !JP"),
        ("No use in U.S., Canada and Japan", "* !CA !JP !US"),
        ("JAPAN, CHINA OUT", "* !CN !JP"),
        ("U.S. OUT. CANADA OUT", "* !CA !US"),
        ("Not for use in the UK", "* !GB"),
        ("no sale or distribution in Japan", "* !JP"),
        ("World rights, excluding the U.S.", "* !US"),
        ("Worldwide except China", "* !CN"),
        ("Worldwide", "*"),
        ("UK and Ireland only", "GB IE"),
        ("For use in South Korea only", "KR"),
        ("Use limited to the United States", "US"),
        ("Japan only. Only China", "!*"),
        ("일본 내 사용 금지", "* !JP"),
        ("한국 내에서만 사용", "KR"),
        ("Rights: owner Northwire; geography KOR; enddate 20261201T000000+0900", "KR"),
        ("NO RESALE; Geography KR; EndDate 20261231T000000+0900", "KR"),
        ("Rights: geography World", "*"),
    ],
)
def test_countries_that_are_named_are_heeded(text, where):
    terms = narrow(ALL, ItemFacts(usage_terms=(text,)))
    assert (str(terms.territory), terms.unread) == (where, frozenset())


PERMITTED = (
    '<o:policy xmlns:o="http://www.w3.org/ns/odrl/2/" uid="p"><o:permission><o:asset uid="*"/>'
    '<o:action name="rml:distribute"/><o:constraint name="o:spatial" operator="o:eq" rightOperand="iso3166:KR"/>'
    "</o:permission></o:policy>"
)
IN_GERMANY = (
    '{"@type": "Set", "uid": "x", "permission": [{"target": "u", "assigner": "a", '
    '"action": "http://www.w3.org/ns/odrl/2/distribute", "constraint": [{'
    '"leftOperand": "http://www.w3.org/ns/odrl/2/spatial", "operator": "http://www.w3.org/ns/odrl/2/eq", '
    '"rightOperand": "http://cvx.iptc.org/iso3166-1a3/DEU"}]}]}'
)


@pytest.mark.parametrize(
    ("policy", "where"),
    [
        (PERMITTED, "KR"),
        (PERMITTED.replace("o:eq", "o:neq"), "* !KR"),
        (PERMITTED.replace("permission", "prohibition"), "* !KR"),
        (IN_GERMANY, "DE"),
        (IN_GERMANY.replace('"permission"', '"prohibition"'), "* !DE"),
    ],
)
def test_a_rights_expression_about_places_alone_is_heeded(policy, where):
    terms = narrow(ALL, ItemFacts(usage_terms=(policy,)))
    assert (str(terms.territory), terms.unread) == (where, frozenset())


@pytest.mark.parametrize(
    "policy",
    [
        PERMITTED.replace("</o:permission>", "<o:duty/></o:permission>"),
        PERMITTED.replace("o:spatial", "o:dateTime"),
        PERMITTED.replace("iso3166:KR", "region:EMEA"),
        PERMITTED.replace("rml:distribute", "o:print"),
        PERMITTED.replace(
            "</o:policy>", '<o:prohibition><o:action name="o:sell"/></o:prohibition></o:policy>'
        ),
        IN_GERMANY.replace('"target"', '"duty"'),
        '{"prohibitions": [{"target": "i", "action": "http://www.w3.org/ns/odrl/2/commercialize"}]}',
        PERMITTED[:-3],
        "{}",
    ],
)
def test_a_rights_expression_that_says_anything_else_is_for_an_editor(policy):
    terms = narrow(ALL, ItemFacts(usage_terms=(policy,)))
    assert (terms.unread, terms.territory) == (frozenset({policy}), ALL.territory)


def test_a_credit_that_we_print_anyway_is_understood():
    facts = ItemFacts(
        usage_terms=("Mandatory credit: Jane Doe",), credit="Jane Doe/Harbour Wire".replace("/", " / ")
    )
    assert not narrow(ALL, facts).unread


def test_no_pictures_and_no_learning_are_heeded():
    terms = narrow(ALL, ItemFacts(usage_terms=("No pictures", "no AI training")))
    assert (terms.pictures, terms.ai) == (Pictures.NONE, False)


@pytest.mark.parametrize(
    ("word", "reserves"),
    [("DMI-PROHIBITED", True), ("DMI-PROHIBITED-AIMLTRAINING", True), ("DMI-ALLOWED", False)],
)
def test_what_g2_says_of_data_mining_is_heeded(word, reserves):
    terms = narrow(ALL, ItemFacts(usage_terms=(f"Data mining: http://ns.useplus.org/ldf/vocab/{word}",)))
    assert not terms.unread
    assert terms.ai is not reserves


def test_days_count_from_when_the_item_was_sent():
    terms = narrow(ALL, ItemFacts(usage_terms=("Remove after 14 days",), sent_at=SENT))
    assert terms.expires_at == SENT + timedelta(days=14)


def test_days_of_an_item_without_a_date_are_for_an_editor():
    assert narrow(ALL, ItemFacts(usage_terms=("Remove after 14 days",))).unread


def test_a_contract_without_pictures_stays_without():
    contract = replace(ALL, pictures=Pictures.NONE)
    assert narrow(contract, ItemFacts(usage_terms=("No restrictions",))).pictures is Pictures.NONE


@given(st.text())
def test_any_text_is_understood_or_left_to_an_editor(text):
    terms = narrow(ALL, ItemFacts(usage_terms=(text,)))
    assert terms.uses <= ALL.uses
    assert bool(terms.unread) == (bool(text.strip()) and understand(text.strip()) is None)
