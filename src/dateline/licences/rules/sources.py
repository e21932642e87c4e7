"""Where a partner's items come from by themselves, as its contract says: `[[partner.source]]`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class SourceKind(StrEnum):
    """What a source is."""

    FOLDER = "folder"
    HTTP = "http"
    RSS = "rss"
    FTP = "ftp"
    MAIL = "mail"


@dataclass(frozen=True)
class Source:
    """One place that items are fetched from; a secret is only named here: `key_env` is its variable."""

    kind: SourceKind
    location: str
    silent_after_minutes: int | None = None
    poll_seconds: int = 60
    paging: str = ""
    user: str = ""
    key_env: str = ""
    key_header: str = ""
    host_key: str = ""
    # Of a mailbox: whose letters are read, and by which of our own server's findings; others are set aside.
    senders: tuple[str, ...] = ()
    authentication_host: str = ""
    authentication: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What tells it from a partner's other sources."""
        return f"{self.kind} {self.location}"


def source_to_json(source: Source) -> dict[str, Any]:
    """As it is kept with the partner."""
    written = {key: str(value) if key == "kind" else value for key, value in asdict(source).items()}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in written.items()}


def source_from_json(kept: Mapping[str, Any]) -> Source:
    """A kept source; what an older release did not know has its default."""
    read: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in kept.items()
    }
    return Source(**{**read, "kind": SourceKind(kept["kind"])})
