"""What the markets room keeps: instruments, exchanges' days, sources, and every tick as it came."""

from typing import ClassVar

from django.db import models


class Exchange(models.Model):
    """A place of trading, and which days of it are known; from the calendar library, at `markets load`."""

    code = models.CharField(max_length=12, unique=True)
    zone = models.CharField(max_length=64)
    known_from = models.DateField()
    known_until = models.DateField()
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class Session(models.Model):
    """One day of an exchange: its hours, or (both empty) a weekday on which it rests, and why."""

    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="sessions")
    on = models.DateField()
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    break_from = models.DateTimeField(null=True)
    break_until = models.DateTimeField(null=True)
    why = models.CharField(max_length=120, blank=True, default="")
    is_correction = models.BooleanField(default=False)  # the newsroom's own

    class Meta:
        ordering: ClassVar = ["on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exchange", "on"], name="markets_one_session_a_day"),
            models.CheckConstraint(
                condition=models.Q(opens_at__isnull=True, closes_at__isnull=True)
                | models.Q(opens_at__lt=models.F("closes_at")),
                name="markets_session_opens_before_it_closes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exchange_id} {self.on}"


class Source(models.Model):
    """Where ticks come from. One that markets.toml no longer names is kept for its ticks, unlisted."""

    name = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=20)
    location = models.CharField(max_length=200)
    speed = models.DecimalField(max_digits=10, decimal_places=4, default=1)
    delay_minutes = models.PositiveIntegerField(default=0)
    stale_after_seconds = models.PositiveIntegerField(default=60)
    is_listed = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Instrument(models.Model):
    """What is quoted. One that markets.toml no longer names is kept for its ticks, unlisted."""

    symbol = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="instruments")
    source = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, related_name="instruments")
    currency = models.CharField(max_length=8)
    decimals = models.PositiveSmallIntegerField(default=2)
    jump_limit_percent = models.DecimalField(max_digits=8, decimal_places=4, default=20)
    strip = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    is_listed = models.BooleanField(default=True)
    # A tick beyond the jump limit that waits for a second: {last, previous_close, at, received_at, halted}.
    waiting = models.JSONField(null=True, default=None)

    class Meta:
        ordering: ClassVar = ["position", "symbol"]

    def __str__(self) -> str:
        return self.symbol


class Tick(models.Model):
    """One price as received and shown: `at` by the source's clock, `received_at` by ours."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="ticks")
    last = models.DecimalField(max_digits=20, decimal_places=6)
    previous_close = models.DecimalField(max_digits=20, decimal_places=6)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    halted = models.BooleanField(default=False)
    # Empty: handed in by `markets record`.
    source = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, related_name="ticks")

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["instrument", "at"], name="markets_tick_at")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(last__gt=0, previous_close__gt=0), name="markets_tick_above_zero"
            )
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.last} {self.at:%Y-%m-%d %H:%M:%S}"


class RefusedTick(models.Model):
    """A line or tick that was not shown, exactly as it came, and why."""

    text = models.TextField()
    reason = models.CharField(max_length=300)
    received_at = models.DateTimeField(db_index=True)
    source = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, related_name="refused")

    class Meta:
        ordering: ClassVar = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.reason
