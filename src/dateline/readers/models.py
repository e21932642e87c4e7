"""Who reads the paper. An editor is a reader with keys: a role, and a password."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class Readers(BaseUserManager["Reader"]):
    """Makes readers; an address is kept in lower case, so that one person is one row."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Reader":
        """A reader; without a password the only way in is an e-mailed code."""
        if not email:
            raise ValueError("a reader needs an e-mail address")
        reader = self.model(email=email, **fields)
        reader.set_password(password)
        reader.save(using=self._db)
        return reader

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Reader":
        """A reader who may do everything on the desk."""
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> "Reader":
        """The reader of this address, however it is written."""
        return self.get(email=(username or "").lower())


class Reader(AbstractUser):  # type: ignore[django-manager-missing]  # Wagtail images carry no types
    """One person, known by an e-mail address; `display_name` is what other readers see."""

    username = None  # type: ignore[assignment]  # the address is the name one signs in with
    email = models.EmailField("e-mail address", unique=True)
    display_name = models.CharField("display name", max_length=40, blank=True, default="")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[Readers] = Readers()  # type: ignore[assignment]  # ours knows no username

    class Meta:
        verbose_name = "reader"
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="reader_email_is_lower"),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        """What the desk calls this person."""
        return self.display_name or super().get_full_name() or self.email

    def get_short_name(self) -> str:
        return self.get_full_name()


class Invitation(models.Model):
    """A one-time way to a desk account. Only the hash of its token is kept."""

    email = models.EmailField("e-mail address")
    role = models.CharField(max_length=40)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-invited_at"]

    def __str__(self) -> str:
        return f"{self.email} as {self.role}"
