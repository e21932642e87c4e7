"""What is measured is in the document, and what the alerts ask for is measured."""

import re

from tests.habits.project import PROJECT, SOURCE, documents, inline_code

RUNNING = documents()["docs/running.md"]
SECTION = RUNNING.partition("## Metrics")[2].partition("\n## ")[0]
_NAMED = re.compile(r'metrics\.(counter|histogram|gauge)\(\s*"(\w+)"')
_ENDINGS = {"counter": "_total", "histogram": "_seconds", "gauge": ""}


def measured() -> set[str]:
    """Every metric by the name that Prometheus sees."""
    source = "\n".join(path.read_text() for path in SOURCE.rglob("*.py"))
    source = source.replace("house.gauge(", "metrics.gauge(")
    return {f"dateline_{name}{_ENDINGS[kind]}" for kind, name in _NAMED.findall(source)}


def test_the_table_has_every_metric_and_no_other() -> None:
    named = {word for word in inline_code(SECTION) if re.fullmatch(r"dateline_\w+", word)}
    assert len(named) > 12
    assert named == measured()


def test_the_alerts_ask_for_what_is_measured() -> None:
    alerts = (PROJECT / "deploy" / "alerts.yml").read_text()
    asked = {re.sub(r"(_seconds)_bucket$", r"\1", name) for name in re.findall(r"\bdateline_\w+", alerts)}
    assert len(asked) > 8
    assert asked <= measured()
