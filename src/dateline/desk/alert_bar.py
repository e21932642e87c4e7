"""The bar on top of every desk screen: what must be acknowledged by somebody, with their name."""

from dataclasses import dataclass
from datetime import datetime

from dateline.desk import alerts
from dateline.desk.alerts import Alert

SHOWN = 1


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


def bar(at: datetime) -> Bar:
    """What stands on top of the screens now."""
    return Bar(tuple(alert for alert in alerts.unseen(at) if alert.must_be_acknowledged))
