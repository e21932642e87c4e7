"""What came in: the deliveries as received, the items in them, every version, their pictures."""

import hashlib
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models

from dateline.licences.models import Partner
from dateline.licences.rules import Source as Settings
from dateline.licences.rules import source_from_json
from dateline.wire import rules
from dateline.wire.rules import Item, Stamp, State, Stored

# As notices without a guid name an item: see `rules.clues`.
_KEYS = ("slug_key", "number_key", "headline_key")
_STATES = [(state.value, state.value) for state in State]

# The clocks of two nodes may be so far apart.
CLOCKS_DIFFER = timedelta(minutes=1)


class Source(models.Model):
    """A place that a partner's items are fetched from, and how it stands; what it is stands in the partner's file."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="wire_sources")
    kind = models.CharField(max_length=10)
    location = models.CharField(max_length=500)
    settings = models.JSONField(default=dict)
    # False once the partner's file names it no more; what came from it stays.
    is_listed = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField(null=True, blank=True)
    # When something new last came, and how old it was by the sender's own word.
    item_at = models.DateTimeField(null=True, blank=True)
    lag_seconds = models.PositiveIntegerField(null=True, blank=True)
    errors = models.PositiveIntegerField("errors in a row", default=0)
    error = models.TextField(blank=True, default="")
    next_try_at = models.DateTimeField(db_index=True)
    # Nobody else polls it until then: two machines, or a command beside the background.
    claimed_until = models.DateTimeField(null=True, blank=True)
    # Where we stand with its server.
    etag = models.CharField(max_length=500, blank=True, default="")
    modified = models.CharField(max_length=100, blank=True, default="")
    cursor = models.JSONField(default=dict, blank=True)
    # When the desk was told; empty while there is nothing to tell.
    silence_told_at = models.DateTimeField(null=True, blank=True)
    failure_told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["partner__name", "kind", "location"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner", "kind", "location"], name="one_source_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.partner.slug} {self.kind} {self.location}"

    @property
    def read(self) -> Settings:
        """What the partner's file says of it."""
        return source_from_json(self.settings)

    @property
    def silent_since(self) -> datetime:
        """When something new last came; when it was first followed, where nothing has."""
        return self.item_at or self.added_at

    def is_due(self, at: datetime) -> bool:
        """Whether to ask it now. One that was tried in what is the future now says so of a clock that was set back."""
        was_set_back = self.tried_at is not None and self.tried_at > at + CLOCKS_DIFFER
        return self.next_try_at <= at or was_set_back

    def is_silent(self, at: datetime) -> bool:
        """Whether nothing new has come for longer than its file allows."""
        minutes = self.read.silent_after_minutes
        return minutes is not None and at - self.silent_since > timedelta(minutes=minutes)


class SourceFile(models.Model):
    """A file that was received from a folder or a server: known by its stamp, it is not received again."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=700)
    stamp = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "name"], name="one_file_a_source_and_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One file as a partner sent it; its bytes lie at `kept_at`, beneath DATELINE_HOME."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="deliveries")
    # Empty: handed in.
    source = models.ForeignKey(
        Source, on_delete=models.SET_NULL, null=True, blank=True, related_name="deliveries"
    )
    name = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    kept_at = models.CharField(max_length=200)
    received_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-received_at", "-pk"]
        verbose_name_plural = "deliveries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner", "sha256"], name="one_delivery_a_partner_and_content"),
        ]

    def __str__(self) -> str:
        return f"{self.name} from {self.partner.slug}"


class WireItem(models.Model):
    """One item of one partner, with the version that counts now."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="wire_items")
    guid = models.CharField(max_length=500)
    kind = models.CharField(max_length=20, default="text")
    headline = models.TextField(blank=True, default="")
    language = models.CharField(max_length=60, blank=True, default="")
    urgency = models.PositiveSmallIntegerField(null=True, blank=True)
    # How the current version stands by itself; `state` adds whether the item was killed.
    status = models.CharField(max_length=10, choices=_STATES, default=State.USABLE.value)
    state = models.CharField(max_length=10, choices=_STATES, default=State.USABLE.value, db_index=True)
    current = models.ForeignKey(
        "WireVersion", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The newest recall. A kill may come before the item, from a notice, with or without a version.
    killed_at = models.DateTimeField(null=True, blank=True)
    kill_version = models.CharField(max_length=60, blank=True, default="")
    kill_version_at = models.DateTimeField(null=True, blank=True)
    # The version that an editor brought back after a kill.
    confirmed_version = models.CharField(max_length=60, blank=True, default="")
    confirmed_version_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # The current version's own embargo, for lists and filters.
    embargoed_until = models.DateTimeField(null=True, blank=True)
    # The time that an editor set for a held item; the sender's own when empty.
    embargo_set_to = models.DateTimeField(null=True, blank=True)
    # What notices without a guid may name it by; empty for such a notice itself.
    slug_key = models.CharField(max_length=120, blank=True, default="", db_default="")
    number_key = models.CharField(max_length=120, blank=True, default="", db_default="")
    headline_key = models.CharField(max_length=120, blank=True, default="", db_default="")
    received_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)
    # Its licence ended and lets nothing be kept: words and pictures are gone.
    purged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-changed_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partner", "guid"], name="one_item_a_partner_and_guid"),
        ]
        # The inbox reads on from an item in this order, whole or of one partner or state.
        indexes: ClassVar = [
            models.Index(fields=["-changed_at", "-id"], name="wire_newest"),
            models.Index(fields=["partner", "-changed_at", "-id"], name="wire_newest_of_partner"),
            models.Index(fields=["state", "-changed_at", "-id"], name="wire_newest_in_state"),
            *(models.Index(fields=["partner", key], name=f"item_by_{key}") for key in _KEYS),
        ]

    def __str__(self) -> str:
        return self.headline or self.guid

    @property
    def version(self) -> str:
        """The current version as sent; empty when there is none."""
        return self.current.version if self.current else ""

    @property
    def embargo_until(self) -> datetime | None:
        """The moment before which it may not be in print: an editor's, else the sender's."""
        return self.embargo_set_to or self.embargoed_until

    @property
    def edition(self) -> str:
        """Another word whenever what the item shows is another: version, content, pictures, an editor's time.

        A sender may change the text and leave the version as it was (R1), and a picture may come later.
        """
        if self.current is None:
            return ""
        attached = self.current.pictures.exclude(sha256="").values_list("sha256", flat=True)
        shown = [
            self.current.content_hash,
            self.embargo_set_to and self.embargo_set_to.isoformat(),
            *attached,
        ]
        return f"{self.version[:40]}+{hashlib.sha256(repr(shown).encode()).hexdigest()[:16]}"

    @property
    def stored(self) -> Stored:
        """This row as the rules see it."""
        return self.as_stored(frozenset(self.versions.values_list("content_hash", flat=True)))

    def as_stored(self, seen: frozenset[str]) -> Stored:
        """This row as the rules see it; `seen` are the content hashes of its versions."""
        current = self.current
        return Stored(
            current=current.stamp if current else None,
            content=current.content_hash if current else "",
            status=State(self.status),
            seen=seen,
            kill=Stamp(self.kill_version, self.kill_version_at) if self.killed_at else None,
            confirmed=Stamp(self.confirmed_version, self.confirmed_version_at) if self.confirmed_at else None,
        )

    def take(self, stored: Stored, *, at: datetime) -> None:
        """Become what the rules say; the current version is set apart from this. Saves nothing."""
        if stored.kill is not None:
            self.killed_at = self.killed_at or at
            self.kill_version, self.kill_version_at = stored.kill.version, stored.kill.at
        if stored.confirmed is not None:
            self.confirmed_at = self.confirmed_at or at
            self.confirmed_version = stored.confirmed.version
            self.confirmed_version_at = stored.confirmed.at
        self.status, self.state = stored.status, stored.state
        self.changed_at = at

    def show(self, version: "WireVersion", item: Item) -> None:
        """Make `version` the one that counts. Saves nothing."""
        self.current, self.embargo_set_to, self.purged_at = version, None, None
        self.kind, self.headline = item.kind, item.headline
        self.language, self.urgency = item.language[:60], item.urgency
        if not rules.clues.is_recall(item):
            self.slug_key = rules.clues.slug_key(item.slugline)
            self.number_key = rules.clues.number_key(item.number)
            self.headline_key = rules.clues.headline_key(item.headline)
        self.embargoed_until = item.embargoed_until


class WireVersion(models.Model):
    """One version of an item, with all its fields as read; `outcome` is what its arrival meant."""

    item = models.ForeignKey(WireItem, on_delete=models.CASCADE, related_name="versions")
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(max_length=60, blank=True, default="")
    is_numbered = models.BooleanField(default=True)
    version_created_at = models.DateTimeField(null=True, blank=True)
    content_hash = models.CharField(max_length=64)
    fields = models.JSONField(default=dict)
    outcome = models.CharField(max_length=20)
    reason = models.TextField(blank=True, default="")
    received_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "content_hash"], name="one_version_an_item_and_content"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.stamp}"

    @property
    def stamp(self) -> Stamp:
        """This version as the rules compare it."""
        return Stamp(self.version if self.is_numbered else "", self.version_created_at)

    @property
    def read(self) -> Item:
        """The item as it was read."""
        return rules.from_fields(self.fields)


class WirePicture(models.Model):
    """A picture of a version: attached when its file lay beside the message, else missing, and why."""

    class State(models.TextChoices):
        MISSING = "missing", "missing"
        ATTACHED = "attached", "attached"

    version = models.ForeignKey(WireVersion, on_delete=models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField()
    href = models.TextField()
    hrefs = models.JSONField(default=list)
    guid = models.CharField(max_length=500, blank=True, default="")
    caption = models.TextField(blank=True, default="")
    credit = models.TextField(blank=True, default="")
    alt = models.TextField(blank=True, default="")
    copyright_notice = models.TextField(blank=True, default="")
    usage_terms = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.MISSING)
    reason = models.TextField(blank=True, default="")
    # Set when attached: the bytes lie at DATELINE_HOME/wire/pictures/<sha>.
    sha256 = models.CharField(max_length=64, blank=True, default="")
    file_name = models.CharField(max_length=255, blank=True, default="")
    content_type = models.CharField(max_length=40, blank=True, default="")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    # Fetched over HTTP: how often it was tried, and when again; empty: it is not, or no more.
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    try_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        ordering: ClassVar = ["version_id", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "position"], name="one_picture_a_place"),
        ]

    def __str__(self) -> str:
        return self.href


class Unread(models.Model):
    """A part of a delivery that gave no item, kept for the desk with the reason."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="unread")
    position = models.PositiveIntegerField()
    format = models.CharField(max_length=20)
    reason = models.TextField()
    received_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering: ClassVar = ["-received_at", "-pk"]
        verbose_name_plural = "unread"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["delivery", "position"], name="one_unread_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery.name}#{self.position}"


class Unclear(models.Model):
    """A notice that names the item it means in words, and no one item agrees with them; an editor settles it."""

    class State(models.TextChoices):
        OPEN = "open", "nobody knows yet which it means"
        SETTLED = "settled", "settled"
        NONE = "none", "means none of ours"

    notice = models.OneToOneField(WireItem, on_delete=models.CASCADE, related_name="unclear")
    clues = models.JSONField(default=list)
    # False: another take of a story, or its correction.
    is_recall = models.BooleanField(default=True)
    sent_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    meant = models.ForeignKey(WireItem, null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.CharField(max_length=254, blank=True, default="")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        verbose_name_plural = "unclear"

    def __str__(self) -> str:
        return f"{self.notice}: {self.state}"

    @property
    def read(self) -> tuple[rules.Clues, ...]:
        """The clues as the rules compare them."""
        return tuple(rules.Clues(**clue) for clue in self.clues)


class LoadedVocabulary(models.Model):
    """A vocabulary as an operator loaded it: its terms with their labels in every language."""

    scheme = models.CharField(max_length=200, unique=True)
    released_on = models.CharField(max_length=10, blank=True, default="")
    loaded_at = models.DateTimeField()
    terms = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "loaded vocabularies"

    def __str__(self) -> str:
        return f"{self.scheme} of {self.released_on}"


class EditorsWord(models.Model):
    """What an editor settled about an item, and when: never changed afterwards (R7, R16)."""

    class Verb(models.TextChoices):
        RELEASED = "released", "set a held item's time"
        CONFIRMED = "confirmed", "brought a killed item back"

    item = models.ForeignKey(WireItem, on_delete=models.PROTECT, related_name="words")
    verb = models.CharField(max_length=10, choices=Verb.choices)
    version = models.CharField(max_length=60, blank=True, default="")
    until = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=254)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        verbose_name_plural = "editors' words"

    def __str__(self) -> str:
        return f"{self.by} {self.verb} {self.item}"
