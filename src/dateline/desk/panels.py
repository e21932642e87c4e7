"""The editing panels of our page types; set from here, so that stories does not know the desk."""

from typing import Any

from django import forms
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    Panel,
    PublishingPanel,
    TitleFieldPanel,
)

from dateline.desk import licence_words
from dateline.desk.forms import PaperForm, StoryForm
from dateline.house import clock
from dateline.licences.rules import may_change
from dateline.stories import lineage
from dateline.stories.models import Author, Front, Section, Shelf, StandingPage, Story, Topic

_SHORT = forms.Textarea(attrs={"rows": 2})


class LicencePanel(Panel):
    """What the licence of this story says; nothing for our own."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/panels/licence.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.instance.licence is not None)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["licence"] = licence_words.of_story(self.instance, clock.now())
            return context


class FixedTextPanel(Panel):
    """The partner's text, to be read and not typed into, where the licence says word for word."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/panels/fixed_text.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and not may_change(self.instance.terms, "text")

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["is_headline_fixed"] = not may_change(self.instance.terms, "headline")
            return context


class OwnTextPanel(FieldPanel):
    """A field of the text: shown only where the text may be changed."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(super().is_shown() and may_change(self.instance.terms, "text"))


class OwnStoryPanel(FieldPanel):
    """A field that only our own stories have."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.instance.licence is None)


class OriginsPanel(Panel):
    """What this story was made from, as it was written down; nothing where nothing was."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/panels/origins.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.instance.made_from.exists())

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["origins"] = lineage.origins_of(self.instance)
            context["refused"] = lineage.objection(self.instance)
            return context


def set_up() -> None:
    """Give each page type its panels and form."""
    _set_up_story()
    Front.content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("tagline"),
        FieldPanel("lead", heading="Lead story"),
    ]
    Section.content_panels = [TitleFieldPanel("title", heading="Name"), FieldPanel("standfirst"),
                              FieldPanel("lead", heading="Lead story")]  # fmt: skip
    Shelf.content_panels = [TitleFieldPanel("title", heading="Name"), FieldPanel("partner", read_only=True),
                            FieldPanel("about")]  # fmt: skip
    StandingPage.content_panels = [TitleFieldPanel("title"), FieldPanel("standfirst"), FieldPanel("text"),
                                   FieldPanel("in_footer")]  # fmt: skip
    for model in (Front, Section, Shelf, StandingPage):
        model.base_form_class = PaperForm
        model.promote_panels = _promote()
        model.settings_panels = [PublishingPanel()]
    Author.panels = [
        FieldPanel("name"), FieldPanel("slug", help_text="Their page: /by/…/"), FieldPanel("role"),
        FieldPanel("email"), FieldPanel("portrait"), FieldPanel("biography"),
    ]  # fmt: skip
    Topic.panels = [
        FieldPanel("name"), FieldPanel("slug", help_text="Its page: /topics/…/"), FieldPanel("standfirst"),
        FieldPanel("code"),
    ]  # fmt: skip


def _set_up_story() -> None:
    Story.base_form_class = StoryForm
    Story.content_panels = [
        LicencePanel(heading="The licence", icon="desk-licence"),
        TitleFieldPanel("title", heading="Headline", placeholder="Headline", help_text="As readers see it"),
        OwnTextPanel("standfirst", widget=_SHORT),
        MultiFieldPanel(
            [
                OwnStoryPanel("authors", widget=forms.CheckboxSelectMultiple, classname="desk-choices"),
                OwnTextPanel("byline"),
                OwnTextPanel("dateline"),
            ],
            heading="By",
            icon="user",
        ),
        MultiFieldPanel(
            [
                FieldPanel("lead_picture", heading="Picture"),
                FieldPanel("lead_caption", heading="Caption", widget=_SHORT),
            ],
            heading="Lead picture",
            icon="image",
        ),
        OwnTextPanel("body", icon="pilcrow"),
        FixedTextPanel(heading="Text", icon="pilcrow"),
        MultiFieldPanel(
            [
                OriginsPanel(),
                OwnStoryPanel(
                    "written_from",
                    heading="Written or translated from",
                    help_text="Another story that this one draws on. A kill of that one then takes this one down too.",
                ),
            ],
            heading="Made from",
            icon="link",
        ),
        FieldPanel("topics", widget=forms.CheckboxSelectMultiple, classname="desk-choices", icon="tag"),
        InlinePanel(
            "corrections",
            [FieldPanel("text", widget=_SHORT), FieldPanel("corrected_at"), FieldPanel("is_grave")],
            heading="Corrections",
            label="Correction",
            icon="edit",
        ),
        InlinePanel(
            "pins",
            [FieldPanel("pinned")],
            heading="First under More to Read",
            label="Story",
            max_num=5,
            icon="thumbtack",
        ),
    ]
    Story.promote_panels = _promote()
    Story.settings_panels = [
        PublishingPanel(),
        FieldPanel("comments_open"),
        FieldPanel(
            "published_at",
            permission="desk.set_moment",
            heading="Published, as readers see it",
            help_text="Left as it is: the moment of first publication. Taken up when you publish; kept in the record.",
        ),
        FieldPanel("contact", heading="Closing line"),
    ]


def _promote() -> list[Panel]:
    return [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading="For search engines and links",
        )
    ]
