"""Where each rule of a licence stands: the key of the partner's file, or the item's own words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dateline.desk import licence_words
from dateline.desk.clauses import Sources
from dateline.licences.rules import ItemFacts, Status, Terms, TextRight, Use, judge, narrow

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
CONTRACT = Terms(
    partner="Harbour Wire", slug="harbour", credit="Harbour Wire", text=TextRight.HEADLINE,
    uses=frozenset({Use.PAGE, Use.FRONT, Use.SEARCH}), display_days=30, ends_on=date(2026, 12, 31),
)  # fmt: skip
ARCHIVES = "No archiving permitted."


def licence(contract: Terms = CONTRACT, **facts) -> licence_words.Licence:
    terms = narrow(contract, ItemFacts(**facts))
    return licence_words.of_terms(terms, AT, Sources(contract, facts.get("usage_terms", ())))


def test_a_key_is_told_as_the_partners_file_has_it():
    found = licence()
    assert found.clauses.text == 'text = "headline"'
    assert found.clauses.uses == 'uses = ["front", "page", "search"]'
    assert found.clauses.objection == ""


def test_what_the_item_takes_away_is_told_in_its_own_words():
    found = licence(usage_terms=(ARCHIVES,))
    [search] = [line for line in found.uses if not line.allowed]
    assert search.said == "In our search"
    assert search.clause == f"the item’s words: “{ARCHIVES}”"
    assert "in our search" not in found.unnamed


@pytest.mark.parametrize(
    ("contract", "facts", "clause"),
    [
        ({}, {"status": Status.CANCELED}, "the sender’s status: canceled"),
        ({}, {"held": "HOLD FOR RELEASE"}, "the item’s words: “HOLD FOR RELEASE”"),
        ({"uses": frozenset({Use.FRONT})}, {}, 'uses = ["front"]'),
        ({"starts_on": date(2026, 12, 1)}, {}, 'starts_on = "2026-12-01"'),
        ({}, {"embargo_until": AT + timedelta(hours=1)}, "the item’s embargo"),
        ({"ends_on": date(2026, 11, 1)}, {}, 'ends_on = "2026-11-01"'),
        ({"published_at": AT - timedelta(days=31)}, {}, "display_days = 30"),
        ({}, {"expires_at": AT - timedelta(hours=1)}, "the item’s own expiry"),
        (
            {},
            {"usage_terms": ("Use within 2 days.",), "sent_at": AT - timedelta(days=3)},
            "the item’s words: “Use within 2 days.”",
        ),
        ({}, {"usage_terms": ("Ask us first.",)}, "the item’s words: “Ask us first.”"),
    ],
    ids=str,
)
def test_every_objection_of_the_judge_names_its_clause(contract, facts, clause):
    made = replace(CONTRACT, **contract)
    assert not judge(narrow(made, ItemFacts(**facts)), Use.PAGE, AT).allowed
    found = licence(made, **facts)
    assert not found.can_print
    assert found.clauses.objection == clause
