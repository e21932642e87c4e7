"""The bar on top of every desk screen: what must be acknowledged by somebody, with their name."""

from dataclasses import dataclass

from django.http import HttpRequest

from dateline.desk import alerts
from dateline.desk.alerts import Alert
from dateline.house import clock

SHOWN = 1
_UNSEEN = "desk_alerts_unseen"


@dataclass(frozen=True)
class Bar:
    """Kills and corrections that nobody has acknowledged: the first, and the others folded beneath it."""

    all: tuple[Alert, ...]

    @property
    def first(self) -> tuple[Alert, ...]:
        """What is shown at once."""
        return self.all[:SHOWN]

    @property
    def others(self) -> tuple[Alert, ...]:
        """What is folded."""
        return self.all[SHOWN:]

    @property
    def numbers(self) -> str:
        """All their notices: another word as soon as there is another one."""
        return " ".join(alert.numbers for alert in self.all)


def bar(request: HttpRequest) -> Bar:
    """What stands on top of the screens now."""
    return Bar(tuple(alert for alert in _unseen(request) if alert.must_be_acknowledged))


def beneath(request: HttpRequest) -> list[Alert]:
    """The alerts that the bar leaves to the screens."""
    return [alert for alert in _unseen(request) if not alert.must_be_acknowledged]


def _unseen(request: HttpRequest) -> list[Alert]:
    """Looked up once a request, though the bar and the screen beneath it both ask."""
    if not hasattr(request, _UNSEEN):
        setattr(request, _UNSEEN, alerts.unseen(clock.now()))
    found: list[Alert] = getattr(request, _UNSEEN)
    return found
