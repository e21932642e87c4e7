"""A partner's contract as a form in plain words; what it makes is the file's own text, which the file's rules read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.forms.boundfield import BoundField

from dateline.desk.licence_words import CHANGES, SAID
from dateline.house.toml_file import TomlError
from dateline.licences import writing
from dateline.licences.models import Partner
from dateline.licences.rules import After, Canonical, Index, Pictures, Use
from dateline.stories import queries as stories

_PICTURES = {
    Pictures.ALL: "All that come with a story",
    Pictures.OWN: "The partner's own, not a third party's",
    Pictures.NONE: "None",
}
_INDEX = {
    Index.INDEX: "Found by every search engine",
    Index.NEWS_NOINDEX: "Found, but not in Google News",
    Index.NOINDEX: "Found by none",
}
_CANONICAL = {
    Canonical.SELF: "Our page",
    Canonical.SOURCE: "The partner's original",
    Canonical.NONE: "No page is named",
}
_BYLINES = (("partner", "The partner's name"), ("writer", "The writer's name, as sent"))
_AFTER = {After.GONE: "That it is gone (410)", After.NOTICE: "A page of notice that says why"}
_AN_EDITOR = ("", "An editor decides on each item")


def _text(label: str, help_text: str = "", *, longest: int = 300) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=longest, required=False)


def _one_of(label: str, choices: Any) -> forms.ChoiceField:
    given = choices.items() if isinstance(choices, dict) else choices
    return forms.ChoiceField(
        label=label, choices=[(str(key), said) for key, said in given], widget=forms.RadioSelect
    )


def _day(label: str, help_text: str) -> forms.DateField:
    # `type=date` gives what it is given: the ISO form, whatever the editor's language.
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, help_text=help_text, required=False, widget=widget, input_formats=["%Y-%m-%d"]
    )


def _number(label: str, help_text: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, required=False, min_value=1)


def _flag(label: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


class ContractForm(forms.Form):
    """What an editor may change of a contract; its names are the file's own keys."""

    name = forms.CharField(label="Name", max_length=120)
    home = _text("Address on the web", "https:// first; where a link back leads", longest=500)
    time_zone = forms.ChoiceField(
        label="Time zone", help_text="Its days and months are counted here", choices=()
    )
    mark = _text("Words over the headline", "Such as: Featured article licensed from", longest=120)
    credit = _text("Credit", "Where the item names none; left empty: the partner's name", longest=200)
    byline = _one_of("After “By” stands", _BYLINES)
    copyright = _text("Copyright notice", "Left empty: the item's own")
    link_back = _flag("The page leads back to the partner")
    uses = forms.MultipleChoiceField(
        label="Where it may stand", required=False, choices=[(use.value, SAID[use]) for use in Use],
        widget=forms.CheckboxSelectMultiple, help_text="What is not ticked is not allowed",
    )  # fmt: skip
    pictures = _one_of("Pictures", _PICTURES)
    text = _one_of("An editor may change", CHANGES)
    comments = _flag("Readers may comment")
    territory = _text(
        "Where readers may be", "Countries by two letters: KR JP, or * !US; left empty: everywhere"
    )
    starts_on = _day("First day", "Left empty: from the beginning")
    ends_on = _day("Last day", "Left empty: no end")
    display_days = _number("Days of display", "From our first publication; left empty: no limit")
    quota_per_month = _number("Items a month", "In the partner's own month; left empty: no limit")
    after_end = _one_of("Its address then says", _AFTER)
    after_kill = _one_of("Its address says once it is recalled", _AFTER)
    retain = _flag("We may keep what has ended (else its text and pictures are purged within 24 hours)")
    index = _one_of("Search engines", _INDEX)
    canonical = _one_of("Named to them as the original", _CANONICAL)
    ai = _flag("Machines may learn from it")
    order_section = forms.ChoiceField(label="Items go by themselves into", required=False)
    order_publish = _flag("And into print, without an editor")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._name("time_zone").choices = [(zone, zone) for zone in sorted(available_timezones())]
        known = stories.section_titles()
        named = str(self.initial.get("order_section") or "")
        if named and named not in known:
            known[named] = named  # a standing order may name a section that is still to come
        self._name("order_section").choices = [_AN_EDITOR, *known.items()]
        for name in ("order_section", "time_zone"):
            self.fields[name].widget.attrs["data-plain"] = ""

    def _name(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        return field

    @classmethod
    def of(cls, partner: Partner) -> "ContractForm":
        """The form as the partner stands."""
        facts = writing.facts_of(partner)
        order = facts["standing_order"] or {}
        about = {key: facts[key] for key in ("name", "home", "time_zone")}
        ordered = {"order_section": order.get("section", ""), "order_publish": order.get("publish", False)}
        return cls(initial=facts["terms"] | about | ordered)

    def as_toml(self, partner: Partner) -> str:
        """The partner's part of the file as the form would have it; what it does not show stays as it is."""
        said = self.cleaned_data
        facts = writing.facts_of(partner)
        facts |= {key: said[key] for key in ("name", "home", "time_zone")}
        facts["terms"] = facts["terms"] | {key: _plain(said[key]) for key in _IN_TERMS}
        order = {"section": said["order_section"], "publish": said["order_publish"]}
        facts["standing_order"] = order if said["order_section"] else None
        return writing.as_toml(facts)

    def refuse(self, cause: TomlError, text: str) -> None:
        """Say at its field what the file's rules say of the text that the form has made."""
        key = text.splitlines()[cause.line - 1].partition("=")[0].strip()
        field = {"section": "order_section", "publish": "order_publish"}.get(key, key)
        self.add_error(field if field in self.fields else None, _sentence(cause.sentence))

    @property
    def groups(self) -> Iterator["Group"]:
        """The fields as they stand beneath each other."""
        for legend, names in _GROUPS:
            yield Group(legend, [self[name] for name in names])


@dataclass(frozen=True)
class Group:
    """Fields under one heading."""

    legend: str
    fields: Sequence[BoundField]


_GROUPS = (
    ("The partner", ("name", "home", "time_zone")),
    ("Where it may stand", ("uses", "territory", "pictures", "text", "comments")),
    (
        "For how long, and how much",
        ("starts_on", "ends_on", "display_days", "quota_per_month", "after_end", "after_kill", "retain"),
    ),
    ("What stands with it", ("mark", "credit", "byline", "copyright", "link_back")),
    ("What machines are told", ("index", "canonical", "ai")),
    ("What happens by itself", ("order_section", "order_publish")),
)
_IN_TERMS = tuple(
    name
    for name in ContractForm.base_fields
    if name not in ("name", "home", "time_zone", "order_section", "order_publish")
)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
