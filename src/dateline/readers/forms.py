"""What a reader fills in."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language

from dateline.house.words import said
from dateline.readers.errors import NotAName
from dateline.readers.models import Reader
from dateline.readers.rules import LONGEST_NAME, clean_name


class NameForm(forms.Form):
    """The name that other readers see."""

    display_name = forms.CharField(
        max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "nickname"})
    )

    def clean_display_name(self) -> str:
        try:
            return clean_name(self.cleaned_data["display_name"])
        except NotAName as cause:
            raise ValidationError(said(str(cause), get_language() or "en")) from cause


class SignUpForm(NameForm):
    """What allauth's sign-up form stands on; the address is its own."""

    field_order = ("email", "display_name")

    def signup(self, request: HttpRequest, user: Reader) -> None:
        """Keep the name on the reader that allauth has just made."""
        user.display_name = self.cleaned_data["display_name"]
        user.save(update_fields=["display_name"])


class AcceptForm(NameForm):
    """A name and a password, to begin on the desk."""

    password = forms.CharField(
        strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), max_length=256
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password = cleaned.get("password")
        if password:
            reader = Reader(email=self.email, display_name=cleaned.get("display_name", ""))
            try:
                validate_password(password, reader)
            except ValidationError as cause:
                self.add_error("password", cause)
        return cleaned
