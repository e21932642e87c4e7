"""A partner as `licences.toml` says it: the other way round, so that desk and file never say two things."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from dateline.licences.models import Partner
from dateline.licences.parsers.contracts import TERMS_KEYS
from dateline.licences.parsers.sources import KEYS, POLL_SECONDS
from dateline.licences.rules import SourceKind, Terms, to_json

_DAYS = ("starts_on", "ends_on")
_LISTS = ("uses", "territory")
_LEFT_OUT = to_json(Terms())


def facts_of(partner: Partner) -> dict[str, Any]:
    """All that the file says of a partner, but for its logos: plain values by the file's own keys."""
    return {
        "slug": partner.slug,
        "name": partner.name,
        "home": partner.home,
        "time_zone": partner.time_zone,
        "terms": {key: partner.terms[key] for key in TERMS_KEYS if key in partner.terms},
        "standing_order": partner.standing_order,
        "reading": partner.reading,
        "source": partner.sources,
    }


def as_toml(facts: Mapping[str, Any], *, logo: str = "", logo_dark: str = "") -> str:
    """The part of `licences.toml` that says this; what has its default is left out, as a person would.

    `logo` and `logo_dark`: what the files beside it are called.
    """
    names = {"logo": logo, "logo_dark": logo_dark}
    about = (
        {key: facts.get(key) for key in ("slug", "name", "home")} | names | {"time_zone": facts["time_zone"]}
    )
    tables = [
        ("[[partner]]", [(key, value) for key, value in about.items() if value]),
        ("[partner.terms]", _terms(facts["terms"])),
    ]
    if order := facts.get("standing_order"):
        tables.append(("[partner.standing_order]", list(order.items())))
    if reading := facts.get("reading"):
        tables.append(("[partner.reading]", list(reading.items())))
    tables += [("[[partner.source]]", _source(source)) for source in facts.get("source") or ()]
    return "\n".join("\n".join([head, *map(_line, rows), ""]) for head, rows in tables)


def logo_names(partner: Partner) -> dict[str, str]:
    """What the partner's logos are called beside its file, and what is in them: name by key, for those there are."""
    kept = {"logo": partner.logo_svg, "logo_dark": partner.logo_dark_svg}
    names = {"logo": f"{partner.slug}.svg", "logo_dark": f"{partner.slug}-dark.svg"}
    return {key: names[key] for key, svg in kept.items() if svg}


def _terms(terms: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """In the order in which the file is explained; the uses always, since what is not named is not allowed."""
    rows: list[tuple[str, Any]] = []
    for key in TERMS_KEYS:
        value = _plain(key, terms.get(key))
        if key == "uses" or (value not in (None, "") and value != _plain(key, _LEFT_OUT.get(key))):
            rows.append((key, value))
    return rows


def _plain(key: str, value: Any) -> Any:
    """As the file has it: a date is no text there, and countries are a list."""
    if isinstance(value, str) and value:
        return date.fromisoformat(value) if key in _DAYS else value.split() if key in _LISTS else value
    return value


def _source(source: Mapping[str, Any]) -> list[tuple[str, Any]]:
    kind = SourceKind(source["kind"])
    rows = [(key, source.get(key)) for key in KEYS[kind]]
    return [
        (key, value)
        for key, value in rows
        if value not in (None, "") and not (key == "poll_seconds" and value == POLL_SECONDS[kind])
    ]


def _line(row: tuple[str, Any]) -> str:
    key, value = row
    return f"{key} = {_written(value)}"


def _written(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_written, value))}]"
    # A TOML text in double quotes has JSON's escapes; so have its numbers, true and false JSON's forms.
    return json.dumps(value, ensure_ascii=False)
