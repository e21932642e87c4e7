"""What a story's body is built of."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageChooserBlock

from dateline.stories.rules import chart_points

PARAGRAPH_FEATURES = ["bold", "italic", "link", "ol", "ul", "superscript", "subscript"]


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, set off."""

    text = blocks.TextBlock()
    attribution = blocks.CharBlock(required=False)

    class Meta:
        icon = "openquote"
        template = "stories/blocks/quote.html"


class PullQuoteBlock(blocks.StructBlock):
    """A sentence of the story, set large."""

    text = blocks.TextBlock()

    class Meta:
        icon = "openquote"
        template = "stories/blocks/pull_quote.html"


class PictureBlock(blocks.StructBlock):
    """A picture within the text."""

    picture = ImageChooserBlock()
    caption = blocks.TextBlock(required=False, help_text="Left empty: the picture's own")

    class Meta:
        icon = "image"
        template = "stories/blocks/picture.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """The picture ready to print."""
        from dateline.stories.printing import body_picture

        context: dict[str, Any] = super().get_context(value, parent_context)
        context["picture"] = body_picture(value, (parent_context or {}).get("beneath"))
        return context


class GalleryBlock(blocks.StructBlock):
    """Several pictures beside each other; a partner's only where its licence names galleries (R25)."""

    title = blocks.CharBlock(required=False)
    pictures = blocks.ListBlock(PictureBlock(), min_num=2, max_num=40)

    class Meta:
        icon = "image"
        template = "stories/blocks/gallery.html"

    def clean(self, value: Any) -> Any:
        """Refuse a picture that may stand in no gallery, at its place and with the licence's reason."""
        from dateline.pictures.queries import licensed_for_galleries

        cleaned = super().clean(value)
        chosen = [each["picture"] for each in cleaned["pictures"]]
        reasons = [licensed_for_galleries(picture).reason if picture else "" for picture in chosen]
        if any(reasons):
            errors = [
                blocks.StructBlockValidationError({"picture": _sentence(reason)}) if reason else None
                for reason in reasons
            ]
            refused = blocks.list_block.ListBlockValidationError(block_errors=errors)
            raise blocks.StructBlockValidationError({"pictures": refused})
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Those of its pictures that may be shown now, ready to print."""
        from dateline.stories.printing import bounds_of_all, gallery_pictures

        context: dict[str, Any] = super().get_context(value, parent_context)
        context["pictures"] = gallery_pictures(value, (parent_context or {}).get("beneath"))
        context["bounds"] = bounds_of_all(context["pictures"])
        return context


def _sentence(reason: str) -> ValidationError:
    return ValidationError(f"{reason[:1].upper()}{reason[1:]}; take this picture out of the gallery.")


class FactBoxBlock(blocks.StructBlock):
    """What a reader should know besides."""

    title = blocks.CharBlock()
    text = blocks.RichTextBlock(features=PARAGRAPH_FEATURES)

    class Meta:
        icon = "list-ul"
        template = "stories/blocks/fact_box.html"


class TableBlock(blocks.StructBlock):
    """Figures in rows and columns."""

    title = blocks.CharBlock()
    table = TypedTableBlock([("text", blocks.CharBlock(required=False))])
    source = blocks.CharBlock(required=False)

    class Meta:
        icon = "table"
        template = "stories/blocks/table.html"


class ChartBlock(blocks.StructBlock):
    """A chart drawn on the server, with the same figures as a table beneath."""

    title = blocks.CharBlock()
    kind = blocks.ChoiceBlock(choices=[("line", "Line"), ("bar", "Bars")], default="line")
    figures = blocks.TextBlock(help_text="One line a point: label, value (2024 Q1, 12.4)")
    unit = blocks.CharBlock(required=False)
    source = blocks.CharBlock(required=False)

    class Meta:
        icon = "order"
        template = "stories/blocks/chart.html"

    def clean(self, value: Any) -> Any:
        """Refuse figures that cannot be drawn, naming the line."""
        cleaned = super().clean(value)
        try:
            chart_points(cleaned["figures"])
        except ValueError as cause:
            raise blocks.StructBlockValidationError({"figures": ValidationError(str(cause))}) from cause
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """The chart's lines and bars, in units of its own picture."""
        from dateline.stories.rules import draw_chart

        context: dict[str, Any] = super().get_context(value, parent_context)
        context["chart"] = draw_chart(value["kind"], chart_points(value["figures"]))
        return context


class EmbedBlock(blocks.StructBlock):
    """Something that stands elsewhere: printed as a link, since no reader's browser asks another host."""

    title = blocks.CharBlock()
    address = blocks.URLBlock()
    provider = blocks.CharBlock(required=False)

    class Meta:
        icon = "media"
        template = "stories/blocks/embed.html"


class BodyBlock(blocks.StreamBlock):
    """A story's body."""

    paragraph = blocks.RichTextBlock(features=PARAGRAPH_FEATURES, template="stories/blocks/paragraph.html")
    heading = blocks.CharBlock(icon="title", template="stories/blocks/heading.html")
    quote = QuoteBlock()
    pull_quote = PullQuoteBlock()
    picture = PictureBlock()
    gallery = GalleryBlock()
    fact_box = FactBoxBlock()
    table = TableBlock()
    chart = ChartBlock()
    embed = EmbedBlock()
