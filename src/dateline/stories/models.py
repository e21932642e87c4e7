"""What we say: fronts, sections, shelves, stories, bylines, topics, corrections.

All pages stand in Wagtail's tree: a front a language, sections beneath it, stories beneath a section, and
licensed stories beneath their partner's shelf in it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page, Site, TranslatableMixin

from dateline.house.printing import NO_END
from dateline.licences.rules import OWN, Terms, ends_at, from_json
from dateline.stories import rules
from dateline.stories.blocks import PARAGRAPH_FEATURES, BodyBlock
from dateline.stories.judged import Judged as Judged  # Django looks for a room's tables here
from dateline.stories.judged import Rejudging as Rejudging

# What Wagtail sets on a page by itself; a form never does.
_HELD_BY_THE_DATABASE = ("content_type", "latest_revision", "live_revision")


class PaperPage(Page):
    """What all our pages share: an address of ours, and a preview that is the reader's page."""

    class Meta:
        abstract = True

    @property
    def address(self) -> str:
        """The path readers know it by: `/north-korea/slug/`, `/ko/…` in Korean."""
        return rules.address_of(self.url_path, self.locale.language_code)

    @property
    def language(self) -> str:
        """The language of its edition: en or ko."""
        return str(self.locale.language_code)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Wagtail's own idea of an address, brought to ours."""
        site = Site.objects.filter(is_default_site=True).only("id", "hostname", "port").first()
        return (site.pk, site.root_url, self.address) if site and self.url_path else None

    def full_clean(self, exclude: Iterable[str] | None = None, **kwargs: Any) -> None:
        """As Wagtail has it, twice an edit; that the rows it points at are there is held by the database alone."""
        super().full_clean(exclude={*(exclude or ()), *_HELD_BY_THE_DATABASE}, **kwargs)

    @property
    def current_workflow_state(self) -> Any:
        """As Wagtail has it; whether there is one is asked first, for an edit asks four times and most have none."""
        is_read = hasattr(self, "_current_workflow_states")
        return super().current_workflow_state if is_read or self.workflow_states.active().exists() else None

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The page as a reader would have it, printed from this draft."""
        from dateline.stories import printing

        sheet = printing.preview(self)
        response = HttpResponse(sheet.body, content_type=sheet.content_type)
        for name, value in sheet.headers:
            if name not in ("Cache-Control", "Content-Security-Policy"):
                response[name] = value
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    def post_printing_notice(self, kind: str, *, was: str, goes: bool) -> None:
        """Leave the notice that prints or withdraws this page and what depends on it."""
        from dateline.house import notices

        moved = bool(was) and not goes and was != self.address
        notices.post(
            f"{type(self).__name__.lower()}:{self.pk}",
            kind,
            tags=self.notice_tags(),
            paths=[] if goes else [self.address],
            withdrawn=[was] if was and (goes or moved) else [],
            facts={"status": 301, "location": self.address} if moved else {},
        )

    def notice_tags(self) -> list[str]:
        """The tags of pages that show something of this one."""
        return [f"nav:{self.language}", f"front:{self.language}"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and post the notice of it in the same transaction."""
        update_fields = kwargs.get("update_fields")
        if update_fields is not None and "live" not in update_fields:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            before = type(self)._default_manager.filter(pk=self.pk).select_related("locale").first()
            was = before.address if before and before.live else ""
            super().save(*args, **kwargs)
            if self.live or was:
                name = type(self).__name__.lower()
                self.post_printing_notice(
                    f"{name}.{'printed' if self.live else 'withdrawn'}", was=was, goes=not self.live
                )
            if before and before.url_path != self.url_path:
                from dateline.stories import moving

                moving.lead_on(self, before.url_path, self.url_path, itself=False)


class Front(PaperPage):
    """The front page of one edition."""

    tagline = models.CharField(max_length=200, blank=True, default="")
    lead = models.ForeignKey(
        "stories.Story", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="Left empty: the newest story with a picture",
    )  # fmt: skip

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["stories.Section", "stories.StandingPage"]


class Section(PaperPage):
    """A part of the paper: North Korea, Economy."""

    standfirst = models.CharField(max_length=300, blank=True, default="")
    lead = models.ForeignKey(
        "stories.Story", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="Left empty: the newest story",
    )  # fmt: skip

    parent_page_types: ClassVar = ["stories.Front"]
    subpage_types: ClassVar = ["stories.Story", "stories.Shelf"]

    def clean(self) -> None:
        super().clean()
        if refused := rules.address_refused(self.slug, is_section=True):
            raise ValidationError({"slug": refused})

    def notice_tags(self) -> list[str]:
        """Every page's nav names it."""
        return [
            *super().notice_tags(),
            f"section:{self.pk}",
            f"section-name:{self.pk}",
            f"feeds:{self.language}",
        ]


class Shelf(PaperPage):
    """A partner's place within a section, so that one pattern names all of its copy."""

    partner = models.ForeignKey("licences.Partner", on_delete=models.PROTECT, related_name="shelves")
    about = RichTextField(features=PARAGRAPH_FEATURES, blank=True, default="")

    parent_page_types: ClassVar = ["stories.Section"]
    subpage_types: ClassVar = ["stories.Story"]

    def notice_tags(self) -> list[str]:
        """Only its own page shows it."""
        return [f"shelf:{self.pk}", f"partner:{self.partner.slug}"]


class StandingPage(PaperPage):
    """Imprint, contact, privacy, licences: what stands in the footer."""

    standfirst = models.CharField(max_length=300, blank=True, default="")
    text = RichTextField(features=["h2", "h3", *PARAGRAPH_FEATURES], blank=True, default="")
    in_footer = models.BooleanField(default=True)

    parent_page_types: ClassVar = ["stories.Front"]
    subpage_types: ClassVar[list[str]] = []

    @property
    def address(self) -> str:
        """Beneath `/about/`, so that it never meets a section."""
        front = "" if self.language == "en" else f"/{self.language}"
        return f"{front}/about/{self.slug}/"


class Author(TranslatableMixin, ClusterableModel):
    """Who writes: a name, a page, and where to write to."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, allow_unicode=True)
    role = models.CharField(max_length=120, blank=True, default="")
    biography = RichTextField(features=PARAGRAPH_FEATURES, blank=True, default="")
    email = models.EmailField(blank=True, default="", help_text="Printed: “Write to NAME at ADDRESS”")
    portrait = models.ForeignKey(
        "pictures.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta(TranslatableMixin.Meta):
        ordering: ClassVar = ["name"]
        unique_together: ClassVar = [("translation_key", "locale"), ("slug", "locale")]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """`/by/<slug>/`."""
        front = "" if self.locale.language_code == "en" else f"/{self.locale.language_code}"
        return f"{front}/by/{self.slug}/"

    @property
    def tag(self) -> str:
        """What pages that list this author's stories depend on."""
        return f"author:{self.pk}"

    @property
    def name_tag(self) -> str:
        """What pages that name this author depend on."""
        return f"author-name:{self.pk}"

    @property
    def names_tag(self) -> str:
        """What depends on which authors and topics the edition has."""
        return f"names:{self.locale.language_code}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and have every page that names it printed again."""
        _save_named(self, super().save, *args, **kwargs)


class Topic(TranslatableMixin, models.Model):
    """What stories are about, across sections."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, allow_unicode=True)
    standfirst = models.CharField(max_length=300, blank=True, default="")
    code = models.CharField(
        max_length=60, blank=True, default="", help_text="IPTC Media Topic: medtop:20000638"
    )

    class Meta(TranslatableMixin.Meta):
        ordering: ClassVar = ["name"]
        unique_together: ClassVar = [("translation_key", "locale"), ("slug", "locale")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and have every page that names it printed again."""
        _save_named(self, super().save, *args, **kwargs)

    @property
    def address(self) -> str:
        """`/topics/<slug>/`."""
        front = "" if self.locale.language_code == "en" else f"/{self.locale.language_code}"
        return f"{front}/topics/{self.slug}/"

    @property
    def tag(self) -> str:
        """What pages that list this topic's stories depend on."""
        return f"topic:{self.pk}"

    @property
    def name_tag(self) -> str:
        """What pages that name this topic depend on."""
        return f"topic-name:{self.pk}"

    @property
    def names_tag(self) -> str:
        """What depends on which authors and topics the edition has."""
        return f"names:{self.locale.language_code}"


def _save_named(named: "Author | Topic", save: Any, *args: Any, **kwargs: Any) -> None:
    from dateline.house import notices

    with transaction.atomic():
        before = type(named)._default_manager.filter(pk=named.pk).select_related("locale").first()
        save(*args, **kwargs)
        was = before.address if before else ""
        moved = bool(was) and was != named.address
        notices.post(
            named.tag, f"{type(named).__name__.lower()}.changed", tags=[named.name_tag, named.names_tag],
            paths=[named.address],
            withdrawn=[was] if moved else [],
            facts={"status": 301, "location": named.address} if moved else {},
        )  # fmt: skip


class Story(PaperPage):
    """One story; `title` is its headline. Saving it is the one door into print: see `stories.door`."""

    standfirst = models.TextField(blank=True, default="")
    dateline = models.CharField(max_length=120, blank=True, default="", help_text="SEOUL")
    body = StreamField(BodyBlock(), blank=True)
    authors = ParentalManyToManyField(Author, blank=True, related_name="stories")
    byline = models.CharField(max_length=200, blank=True, default="", help_text="Where no author has a page")
    topics = ParentalManyToManyField(Topic, blank=True, related_name="stories")

    lead_picture = models.ForeignKey(
        "pictures.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lead_caption = models.TextField(blank=True, default="", help_text="Left empty: the picture's own")

    contact = models.CharField(
        max_length=300, blank=True, default="", help_text="The partner's own closing line"
    )
    comments_open = models.BooleanField(default=True)
    published_at = models.DateTimeField(null=True, blank=True, help_text="As readers see it")
    updated_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When the text last changed"
    )
    text_hash = models.CharField(max_length=64, blank=True, default="", editable=False)

    # Licensed copy: where it came from, and its terms as the item narrowed them. Only the door and our own
    # actions write these; an old revision or a copy never brings older ones back.
    partner = models.ForeignKey(
        "licences.Partner",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stories",
        editable=False,
    )
    guid = models.CharField(max_length=500, blank=True, default="", editable=False)
    wire_version = models.CharField(max_length=60, blank=True, default="", editable=False)
    licence = models.JSONField(
        null=True, blank=True, editable=False, help_text="Terms, as licences.rules keeps them"
    )
    wire_hash = models.CharField(max_length=64, blank=True, default="", editable=False)
    wire_headline = models.CharField(max_length=500, blank=True, default="", editable=False)
    source_address = models.URLField(max_length=1000, blank=True, default="", editable=False)
    ends_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)

    parent_page_types: ClassVar = ["stories.Section", "stories.Shelf"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name_plural = "stories"
        indexes = (
            models.Index(fields=["-published_at"], name="story_newest"),
            models.Index(fields=["partner", "guid"], name="story_item"),
        )

    @property
    def headline(self) -> str:
        """Its title, by the newsroom's word."""
        return str(self.title)

    @property
    def tag(self) -> str:
        """What pages that show this story depend on."""
        return f"story:{self.pk}"

    @property
    def terms(self) -> Terms:
        """What we may do with it: its licence, or all for our own work."""
        return from_json(self.licence) if self.licence is not None else OWN

    @property
    def licence_ends_at(self) -> datetime | None:
        """For the mark of a licensed range: None for our own, NO_END when the licence names no end."""
        if self.licence is None:
            return None
        return ends_at(self.terms) or NO_END

    @property
    def territory(self) -> str:
        """Where its readers may be, for pages that the server keeps within borders; "" everywhere."""
        return self.terms.territory.border

    def plain_text(self) -> str:
        """The body's words, a blank line between blocks: what is counted, compared and searched."""
        from dateline.stories.text import plain_text

        return plain_text(self.body)

    def clean(self) -> None:
        super().clean()
        if refused := rules.address_refused(self.slug, is_section=False):
            raise ValidationError({"slug": refused})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save through the one door into print. Raises NotLicensed or NotComplete, and changes nothing."""
        from dateline.stories import door

        door.save(self, super(PaperPage, self).save, *args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Keep a draft, and with it what an editor says the story was made from."""
        from dateline.stories import lineage

        with transaction.atomic():
            revision = super().save_revision(*args, **kwargs)
            lineage.keep(self)
        return revision

    def copy_all_child_relations(self, target: Any, *args: Any, **kwargs: Any) -> Any:
        """Whatever copies a story, an alias and a translation included, passes here: the copy knows its source."""
        from dateline.stories import lineage

        is_translation = target.locale_id != self.locale_id
        lineage.say(
            target, lineage.Said(Origin.How.TRANSLATION if is_translation else Origin.How.COPY, source=self)
        )
        return super().copy_all_child_relations(target, *args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The page as a reader would have it; of what was recalled no draft is shown any more."""
        from dateline.stories import printing

        sheet = printing.in_place_of_recalled(self)
        if sheet is None:
            return super().serve_preview(request, mode_name)
        response = HttpResponse(sheet.body, content_type=sheet.content_type, status=sheet.status)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response


class Origin(models.Model):
    """What a story was made from: a story of the paper's, an item of a partner's wire, or both; never changed."""

    class How(models.TextChoices):
        COPY = "copy", "copied from"
        TRANSLATION = "translation", "translated from"
        REWRITE = "rewrite", "written from"

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="made_from")
    # Empty: taken from the wire itself, or that story has been deleted.
    source = models.ForeignKey(Story, null=True, on_delete=models.SET_NULL, related_name="made_of_it")
    partner = models.ForeignKey("licences.Partner", null=True, on_delete=models.PROTECT, related_name="+")
    guid = models.CharField(max_length=500, blank=True, default="")
    how = models.CharField(max_length=12, choices=How.choices)
    by = models.CharField(max_length=254)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["partner", "guid"], name="origin_item"),)

    def __str__(self) -> str:
        return f"{self.story} {self.get_how_display()} {self.source or self.guid}"


class InPrint(models.Model):
    """A story in print, by what lists ask for, so that no list reads the whole archive: see `stories.standing`."""

    story = models.OneToOneField(Story, on_delete=models.CASCADE, primary_key=True, related_name="in_print")
    language = models.CharField(max_length=12)
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="+", db_index=False)
    shelf = models.ForeignKey(Shelf, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    published_at = models.DateTimeField(help_text="Its place in every list")
    expire_at = models.DateTimeField(null=True, db_index=True, help_text="When the editor has it leave")
    reading_minutes = models.PositiveIntegerField()

    class Meta:
        indexes = (
            models.Index(fields=["-published_at", "-story"], name="in_print_newest"),
            models.Index(fields=["language", "-published_at", "-story"], name="in_print_edition"),
            models.Index(fields=["section", "-published_at", "-story"], name="in_print_section"),
            models.Index(fields=["shelf", "-published_at", "-story"], name="in_print_shelf"),
        )

    def __str__(self) -> str:
        return str(self.story)


class Correction(Orderable):
    """What was wrong and what is right now."""

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="corrections")
    text = models.TextField(help_text="What was wrong, and what is right: one or two sentences")
    corrected_at = models.DateTimeField()
    is_grave = models.BooleanField(default=False, help_text="Stands at the top of the story")

    def __str__(self) -> str:
        return self.text


class Pin(Orderable):
    """A story that the editor sets first under More to Read."""

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="pins")
    pinned = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.pinned)


class Withdrawal(models.Model):
    """What was taken down, by whom and why; kept for ever."""

    story = models.ForeignKey(Story, null=True, on_delete=models.SET_NULL, related_name="withdrawals")
    address = models.CharField(max_length=500)
    guid = models.CharField(max_length=500, blank=True, default="")
    reason = models.TextField()
    by = models.CharField(max_length=254)
    withdrawn_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.address}: {self.reason}"


def published_moment(story: Story) -> datetime | None:
    """When readers first had it."""
    return story.published_at or story.first_published_at
