"""Pictures as the paper keeps them: the original, what stands written in it, and who lets us use it."""

import hashlib
from typing import Any, ClassVar

from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition

from dateline.pictures import rules


class Picture(AbstractImage):
    """One original. Its file lies under `DATELINE_HOME/media` and is never served to readers;
    what they get is printed at `/pictures/<address_hash>/<width>.<ext>`."""

    sha = models.CharField("SHA-256 of the original", max_length=64, editable=False)
    address_hash = models.CharField("name in addresses", max_length=20, unique=True, editable=False)

    caption = models.TextField(blank=True, default="")
    credit = models.CharField(
        max_length=255, blank=True, default="", help_text="As it is printed: NAME/AGENCY"
    )
    photographer = models.CharField(max_length=255, blank=True, default="")
    alt = models.TextField(
        "text alternative",
        blank=True,
        default="",
        help_text="Describes the picture to those who do not see it; does not repeat the caption",
    )
    copyright_notice = models.TextField(blank=True, default="")
    usage_terms = models.TextField(blank=True, default="")
    data_mining = models.CharField(
        max_length=255,
        blank=True,
        default="",
        help_text="What the picture says of data mining (PLUS DataMining)",
    )
    constraints = models.TextField(
        "further constraints",
        blank=True,
        default="",
        db_default="",
        help_text="As PLUS OtherConstraints has them",
    )
    taken_at = models.DateTimeField(null=True, blank=True)

    partner = models.ForeignKey(
        "licences.Partner", null=True, blank=True, on_delete=models.PROTECT, related_name="pictures"
    )
    is_third_party = models.BooleanField(
        default=False, help_text="Sent by the partner, but somebody else's: an agency behind the agency"
    )
    # The contract as the item narrowed it; null: the partner's contract as it stands.
    terms = models.JSONField(null=True, blank=True, default=None, editable=False)
    is_turned = models.BooleanField(
        default=False,
        editable=False,
        help_text="EXIF turns it a quarter: width and height change places in print",
    )
    is_in_print = models.BooleanField(default=False, editable=False, db_index=True)
    is_withdrawn = models.BooleanField(default=False, editable=False)

    admin_form_fields: ClassVar = (
        "title",
        "file",
        "caption",
        "credit",
        "photographer",
        "alt",
        "copyright_notice",
        "usage_terms",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = "picture"
        verbose_name_plural = "pictures"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Name the picture by its bytes, then save."""
        if self.file and not self.file._committed:
            self.name_by_bytes()
        super().save(*args, **kwargs)

    @property
    def printed_size(self) -> tuple[int, int]:
        """Width and height as a reader sees it."""
        return (self.height, self.width) if self.is_turned else (self.width, self.height)

    @property
    def names(self) -> tuple[rules.Name, ...]:
        """Every rendition that readers may ask for."""
        return rules.names(self.address_hash, self.printed_size[0])

    @property
    def tags_in_print(self) -> frozenset[str]:
        """What printed things that depend on this picture are tagged with."""
        partner = {f"partner:{self.partner.slug}"} if self.partner else set()
        return frozenset({f"picture:{self.address_hash}", *partner})

    @property
    def default_alt_text(self) -> str:
        """The text alternative that the desk's own screens show."""
        return self.alt

    def name_by_bytes(self) -> None:
        """Take `sha` and `address_hash` from the file."""
        self.file.open()
        self.sha = hashlib.sha256(self.file.read()).hexdigest()
        self.file.seek(0)
        self.address_hash = rules.address_hash(
            self.sha, partner_slug=self.partner.slug if self.partner else ""
        )


class PictureRendition(AbstractRendition):
    """A small copy for the editors' screens alone."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together: ClassVar = [("image", "filter_spec", "focal_point_key")]
