"""A home, sections and stories, with the fields that an ordinary news site on Wagtail has."""

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

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


class Body(blocks.StreamBlock):
    paragraph = blocks.RichTextBlock(features=FEATURES)
    heading = blocks.CharBlock(template="pages/heading.html")
    quote = Quote()
    picture = Picture()


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
    ]

    class Meta:
        verbose_name_plural = "stories"

    def others(self) -> models.QuerySet["Story"]:
        """Five of the newest besides this one."""
        return Story.objects.live().exclude(pk=self.pk).order_by("-pk")[:5]
