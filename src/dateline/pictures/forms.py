"""The desk's form for pictures: refuses what is not one, and fills in what the picture says of itself."""

import hashlib
from typing import Any

from django import forms
from wagtail.images.forms import BaseImageForm

from dateline.pictures import actions, metadata, rules
from dateline.pictures.errors import NotAPicture
from dateline.pictures.models import Picture


class PictureForm(BaseImageForm):
    """Named in `WAGTAILIMAGES_IMAGE_FORM_BASE`."""

    def clean_file(self) -> Any:
        """The uploaded file, opened once in the child process."""
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        raw = file.read()
        file.seek(0)
        try:
            self._opened = metadata.read(raw, name=file.name)
        except NotAPicture as cause:
            raise forms.ValidationError(str(cause)) from cause
        self._refuse_a_second(hashlib.sha256(raw).hexdigest())
        return file

    def save(self, commit: bool = True) -> Any:
        """The picture, its empty fields filled from what it says of itself."""
        if opened := getattr(self, "_opened", None):
            actions.fill(self.instance, opened, {field: self.cleaned_data.get(field, "") for field in _GIVEN})
        was_here = self.instance.pk is not None
        picture = super().save(commit=commit)
        if commit and was_here and self.changed_data:
            actions.changed(picture)
        return picture

    def _refuse_a_second(self, sha: str) -> None:
        partner = self.instance.partner
        address_hash = rules.address_hash(sha, partner_slug=partner.slug if partner else "")
        there = Picture.objects.filter(address_hash=address_hash).exclude(pk=self.instance.pk).first()
        if there is not None:
            raise forms.ValidationError(f"This picture is here already, as “{there.title}”; use that one")


_GIVEN = ("caption", "credit", "alt")
