"""Reads a rights expression (ODRL 2, IPTC's RightsML) where it speaks of places alone, as XML or as JSON.

Permissions to distribute with a spatial constraint, and prohibitions of it: "in Germany", "everywhere but China".
Whatever else a policy says (duties, times, counts, other prohibitions) an editor must read.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from lxml import etree

from dateline.licences.rules.countries import read_code
from dateline.licences.rules.territory import EVERYWHERE, Territory

# What we do with a story: to show it is to distribute it, in the vocabulary's words.
_OURS = frozenset({"distribute", "use", "display", "present", "reproduce", "publish", "makeavailable"})
_SPATIAL = frozenset({"spatial", "absolutespatialposition", "geographic"})
_IN = frozenset({"eq", "isa", "ispartof", "isanyof"})
_NOT_IN = frozenset({"neq", "isnoneof"})
# Of a rule, what says to whom and to what it is addressed: nothing that it allows or forbids.
_ADDRESS = frozenset({"asset", "party", "target", "assigner", "assignee", "uid", "@type", "@id", "id"})
_LONGEST = 20_000


@dataclass(frozen=True)
class _Rule:
    """One permission or prohibition: what is done, and where."""

    allows: bool
    actions: frozenset[str]
    where: tuple[Territory, ...]


class _NotUnderstood(Exception):
    """Something in the policy is not about places."""


def territory_of_policy(text: str) -> Territory | None:
    """The territory that a policy leaves; None where the text is no policy, or says anything else."""
    if len(text) > _LONGEST or not text.startswith(("<", "{")):
        return None
    try:
        rules = list(_rules_of_json(json.loads(text)) if text[0] == "{" else _rules_of_xml(text))
    except (_NotUnderstood, ValueError, TypeError, etree.XMLSyntaxError, RecursionError):
        return None
    forbidden = [rule for rule in rules if not rule.allows]
    allowed = [rule for rule in rules if rule.allows and rule.actions & _OURS]
    if any(not rule.where or rule.actions - _OURS for rule in forbidden):
        return None
    if not allowed and (not forbidden or len(forbidden) < len(rules)):
        return None  # it lets us do something, and not this
    if len({rule.where for rule in allowed}) > 1:
        return None  # here this, there that
    return reduce(and_, (each for rule in (*allowed, *forbidden) for each in rule.where), EVERYWHERE)


def _rules_of_xml(text: str) -> Iterator[_Rule]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(text.encode(), parser)
    if _local(root.tag) != "policy":
        raise _NotUnderstood
    for rule in root:
        kind = _local(rule.tag)
        if kind not in ("permission", "prohibition"):
            raise _NotUnderstood
        parts = [(_local(part.tag), part.attrib) for part in rule]
        if any(
            name not in _ADDRESS | {"action", "constraint"} or len(part)
            for (name, _), part in zip(parts, rule, strict=True)
        ):
            raise _NotUnderstood
        yield _rule(
            kind == "permission",
            [said.get("name", "") for name, said in parts if name == "action"],
            [
                (said.get("name", ""), said.get("operator", ""), said.get("rightOperand", ""))
                for name, said in parts
                if name == "constraint"
            ],
        )


def _rules_of_json(policy: Mapping[str, Any]) -> Iterator[_Rule]:
    said = {name.rpartition(":")[2].casefold().rstrip("s"): value for name, value in policy.items()}
    if said.keys() & {"obligation", "duty", "dutie", "inheritfrom"} or not said.keys() & {
        "permission",
        "prohibition",
    }:
        raise _NotUnderstood
    for kind in ("permission", "prohibition"):
        for rule in _listed(said.get(kind)):
            if rule.keys() - _ADDRESS - {"action", "constraint", "constraints"}:
                raise _NotUnderstood
            constraints = _listed(rule.get("constraint")) + _listed(rule.get("constraints"))
            if any(each.keys() - {"leftOperand", "operator", "rightOperand", "name"} for each in constraints):
                raise _NotUnderstood
            yield _rule(
                kind == "permission",
                [str(each) for each in _listed(rule.get("action"))],
                [
                    (str(each.get("leftOperand", each.get("name", ""))), str(each["operator"]), operand)
                    for each in constraints
                    for operand in [" ".join(map(str, _listed(each["rightOperand"])))]
                ],
            )


def _rule(allows: bool, actions: list[str], constraints: list[tuple[str, str, str]]) -> _Rule:
    if not actions:
        raise _NotUnderstood
    where = tuple(_where(*constraint, allows=allows) for constraint in constraints)
    return _Rule(allows, frozenset(_word(action) for action in actions), where)


def _where(left: str, operator: str, right: str, *, allows: bool) -> Territory:
    """The territory that one constraint leaves: of a prohibition, where it does not hold."""
    countries = [read_code(_word(each)) for each in right.split()]
    if _word(left) not in _SPATIAL or not countries or None in countries:
        raise _NotUnderstood
    named = frozenset(code for code in countries if code)
    if _word(operator) in _IN:
        return Territory(named) if allows else Territory(None, named)
    if _word(operator) in _NOT_IN:
        return Territory(None, named) if allows else Territory(named)
    raise _NotUnderstood


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _local(tag: object) -> str:
    """An element's name without its namespace; a comment has none."""
    if not isinstance(tag, str):
        raise _NotUnderstood
    return tag.rpartition("}")[2].casefold()


def _word(coded: str) -> str:
    """The last part of a code or an address: `rml:distribute`, `http://www.w3.org/ns/odrl/2/spatial`."""
    return coded.strip().rstrip("/").rpartition("/")[2].rpartition("#")[2].rpartition(":")[2].casefold()
