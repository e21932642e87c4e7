"""A home, sections and stories, with the fields and blocks that our own edit form has."""

from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel, PublishingPanel, TitleFieldPanel
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Orderable, Page

FEATURES = ["bold", "italic", "link", "ol", "ul", "superscript", "subscript"]


class Quote(blocks.StructBlock):
    text = blocks.TextBlock()
    attribution = blocks.CharBlock(required=False)

    class Meta:
        template = "pages/quote.html"


class Picture(blocks.StructBlock):
    picture = ImageChooserBlock()
    caption = blocks.TextBlock(required=False)

    class Meta:
        template = "pages/picture.html"


class FactBox(blocks.StructBlock):
    title = blocks.CharBlock()
    text = blocks.RichTextBlock(features=FEATURES)


class Table(blocks.StructBlock):
    title = blocks.CharBlock()
    table = TypedTableBlock([("text", blocks.CharBlock(required=False))])
    source = blocks.CharBlock(required=False)


class Chart(blocks.StructBlock):
    title = blocks.CharBlock()
    kind = blocks.ChoiceBlock(choices=[("line", "Line"), ("bar", "Bars")], default="line")
    figures = blocks.TextBlock()
    unit = blocks.CharBlock(required=False)
    source = blocks.CharBlock(required=False)


class Embed(blocks.StructBlock):
    title = blocks.CharBlock()
    address = blocks.URLBlock()
    provider = blocks.CharBlock(required=False)


class Body(blocks.StreamBlock):
    paragraph = blocks.RichTextBlock(features=FEATURES)
    heading = blocks.CharBlock(template="pages/heading.html")
    quote = Quote()
    pull_quote = blocks.TextBlock()
    picture = Picture()
    fact_box = FactBox()
    table = Table()
    chart = Chart()
    embed = Embed()


class Author(models.Model):
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120)

    def __str__(self) -> str:
        return self.name


class Home(Page):
    """The front."""


class Section(Page):
    """A part of the site."""


class Story(Page):
    standfirst = models.TextField(blank=True)
    dateline = models.CharField(max_length=120, blank=True)
    body = StreamField(Body(), blank=True)
    authors = ParentalManyToManyField(Author, blank=True, related_name="stories")
    byline = models.CharField(max_length=200, blank=True)
    topics = ParentalManyToManyField(Topic, blank=True, related_name="stories")
    lead_picture = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lead_caption = models.TextField(blank=True)
    contact = models.CharField(max_length=300, blank=True)
    comments_open = models.BooleanField(default=True)
    published_at = models.DateTimeField(null=True, blank=True)

    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("standfirst"),
        FieldPanel("authors"),
        FieldPanel("byline"),
        FieldPanel("dateline"),
        FieldPanel("lead_picture"),
        FieldPanel("lead_caption"),
        FieldPanel("body"),
        FieldPanel("topics"),
        InlinePanel("corrections", [FieldPanel("text"), FieldPanel("corrected_at"), FieldPanel("is_grave")]),
        InlinePanel("pins", [FieldPanel("pinned")], max_num=5),
    ]
    settings_panels = [
        PublishingPanel(),
        FieldPanel("comments_open"),
        FieldPanel("published_at"),
        FieldPanel("contact"),
    ]

    class Meta:
        verbose_name_plural = "stories"

    def others(self) -> models.QuerySet["Story"]:
        """Five of the newest besides this one."""
        return Story.objects.live().exclude(pk=self.pk).order_by("-pk")[:5]


class Correction(Orderable):
    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="corrections")
    text = models.TextField()
    corrected_at = models.DateTimeField()
    is_grave = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.text


class Pin(Orderable):
    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="pins")
    pinned = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.pinned)
