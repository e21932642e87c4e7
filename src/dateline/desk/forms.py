"""The editors' forms: a new page is a draft first; what the licence says must stay cannot be typed over."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.widgets import AdminPageChooser

from dateline.house import clock
from dateline.licences.rules import may_change
from dateline.stories import lineage
from dateline.stories.models import Author, Origin, Story, Topic

# The partner's words: locked together where the licence says word for word, the headline apart from them.
TEXT_FIELDS = ("standfirst", "dateline", "byline", "body")


class PaperForm(WagtailAdminPageForm):
    """The form of any page of ours."""

    def save(self, commit: bool = True) -> Any:
        """The page; a new one is a draft until it is published.

        Wagtail adds a page that is made and published at once as live, and asks only then whether it may be:
        a refusal would lose all that was typed, and a scheduled story would be in print before its time.
        """
        if self.instance.pk is None:
            self.instance.live = False
        return super().save(commit=commit)


class StoryForm(PaperForm):
    """A story's form; the newsroom's own record is shown from its row, never from an old draft."""

    written_from = forms.ModelChoiceField(
        Story.objects.all(), required=False, widget=AdminPageChooser(target_models=[Story])
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._take_the_record()
        self._lock_what_stays()
        self._offer_this_editions_names()

    def clean_written_from(self) -> Story | None:
        """Another story than this one."""
        source: Story | None = self.cleaned_data["written_from"]
        if source is not None and source.pk == self.instance.pk:
            raise ValidationError("A story is not made from itself.")
        return source

    def save(self, commit: bool = True) -> Any:
        """The page, and what it was made from: written down with the draft, not when it is only looked at."""
        if source := self.cleaned_data.get("written_from"):
            is_translation = source.locale_id != (self.instance.locale_id or self.parent_page.locale_id)
            how = Origin.How.TRANSLATION if is_translation else Origin.How.REWRITE
            lineage.say(self.instance, lineage.Said(how, source=source))
        return super().save(commit=commit)

    def clean_published_at(self) -> datetime | None:
        """Not in the future, and not before the embargo. Left as it was shown, the moment stays to the second."""
        moment: datetime | None = self.cleaned_data["published_at"]
        kept: datetime | None = self.initial.get("published_at")
        # The form shows minutes: sent back untouched, they are no moment that anybody has set.
        if moment and kept and moment == kept.replace(second=0, microsecond=0):
            return kept
        embargo = self.instance.terms.embargo_until
        if moment and moment > clock.now():
            raise ValidationError("This is in the future; schedule the story instead.")
        if moment and embargo and moment < embargo:
            raise ValidationError(f"The item was under embargo until {embargo:%Y-%m-%d %H:%M} UTC.")
        return moment

    def _take_the_record(self) -> None:
        row = Story.objects.filter(pk=self.instance.pk).values("published_at", "licence").first()
        if row is None:
            return
        self.instance.licence = row["licence"]
        self.instance.published_at = row["published_at"]
        if "published_at" in self.fields:
            self.initial["published_at"] = row["published_at"]

    def _lock_what_stays(self) -> None:
        terms = self.instance.terms
        if not may_change(terms, "headline") and "title" in self.fields:
            self.fields["title"].disabled = True
            self.fields["title"].required = False
        if not may_change(terms, "text"):
            # Gone rather than disabled: the screen shows no such fields, and the body's would be missed in what
            # the browser sends.
            for name in TEXT_FIELDS:
                self.fields.pop(name, None)

    def _offer_this_editions_names(self) -> None:
        locale = self.instance.locale if self.instance.locale_id else self.parent_page.locale
        for name, model in (("authors", Author), ("topics", Topic)):
            if name in self.fields:
                self.fields[name].queryset = model.objects.filter(locale=locale)
