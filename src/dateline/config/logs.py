"""How messages are written: a line for a person or a JSON object for a machine, each with what was at hand."""

import logging
from datetime import UTC, datetime
from typing import Any

from pythonjsonlogger.core import RESERVED_ATTRS, LogData
from pythonjsonlogger.json import JsonFormatter

from dateline.config import environment
from dateline.house import watching

# Where a request carries its number.
NUMBER = "dateline_number"


class JsonLine(JsonFormatter):
    """One JSON object a message: time, level, logger, process, pid, request, notice, message, and exc_info."""

    def add_fields(self, log_data: LogData, record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        """Ours first, in this order; what is not known is left out."""
        log_data |= {"time": _moment(record), "level": record.levelname, "logger": record.name}
        log_data |= {"process": watching.part(), "pid": record.process, **_at_hand(record)}
        if record.name == "granian.access" and isinstance(record.args, dict):
            log_data |= {key: record.args[key] for key in ("addr", "method", "path", "status", "dt_ms")}
        super().add_fields(log_data, record, message_dict)


class PlainLine(logging.Formatter):
    """Moment, level, logger, message; behind it which request and which notice, where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; of an exception several."""
        first, _, rest = super().format(record).partition("\n")
        known = "".join(f" [{name} {value}]" for name, value in _at_hand(record).items())
        return f"{first}{known}{chr(10) if rest else ''}{rest}"

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's name
        """In UTC, as ISO 8601 has it."""
        return _moment(record)


def formatter() -> logging.Formatter:
    """The one that `LOG_FORMAT` asks for; also the server's own, which names this function in its settings."""
    if environment.read().log_format == "json":
        # Django adds the whole request to what it says of one; its number is enough.
        reserved = [*RESERVED_ATTRS, "request", "server_time"]
        return JsonLine("%(message)s", json_ensure_ascii=False, reserved_attrs=reserved)
    return PlainLine("%(asctime)s %(levelname)s %(name)s %(message)s")


def configuration(level: str) -> dict[str, Any]:
    """For `logging.config.dictConfig`, and so Django's `LOGGING`: everything on standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"ours": {"()": "dateline.config.logs.formatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "ours"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Not a line for each address that somebody guesses at.
            "django.request": {"level": "ERROR"},
            # Its own handlers would say everything a second time.
            "django": {"handlers": [], "level": "NOTSET"},
        },
    }


def _at_hand(record: logging.LogRecord) -> dict[str, str | int]:
    number = watching.request_number() or getattr(getattr(record, "request", None), NUMBER, None)
    known = {"request": number, "notice": watching.notice_number()}
    return {name: value for name, value in known.items() if value is not None}


def _moment(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
