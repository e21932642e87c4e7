"""What whoever watches a paper counts and measures: counters of every process, gauges read when somebody asks.

Each process counts in its own memory, with prometheus-client, and every few seconds leaves what it counted in a
file of its own; whoever is asked adds the files up. The library's own way for several processes maps such files into
memory, and a process that touches a mapped page on a full disk is killed: here that costs figures, and no reader.
"""

import contextlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from dateline.house import atomic_file, watching
from dateline.house.errors import CannotWrite
from dateline.house.home import home

Measures = Callable[[datetime], Iterable[Metric]]
WRITE_EVERY_SECONDS = 5.0
# From a tenth of what is promised to the minute after which the desk is alarmed.
SECONDS = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0)

disable_created_metrics()  # type: ignore[no-untyped-call]  # the library's own
_counted = CollectorRegistry(auto_describe=True)
_measures: dict[str, Measures] = {}


def counter(name: str, meaning: str, labels: Sequence[str] = ()) -> Counter:
    """A counter of this process; `name` without `_total`."""
    return Counter(f"dateline_{name}", meaning, labels, registry=_counted)


def histogram(name: str, meaning: str, labels: Sequence[str] = ()) -> Histogram:
    """How long something took, in seconds, counted by this process."""
    return Histogram(f"dateline_{name}_seconds", meaning, labels, registry=_counted, buckets=SECONDS)


def gauge(
    name: str, meaning: str, values: Iterable[tuple[Sequence[str], float]], labels: Sequence[str] = ()
) -> Metric:
    """One measure: a value for each set of labels."""
    family = GaugeMetricFamily(f"dateline_{name}", meaning, labels=labels)
    for named, value in values:
        family.add_metric(list(named), value)
    return family


def measure(room: str, measures: Measures) -> None:
    """Have `measures` asked whenever somebody looks; called in `AppConfig.ready`. It may ask the database."""
    _measures[room] = measures


def measured(at: datetime) -> Iterator[Metric]:
    """What every room measures now."""
    for measures in _measures.values():
        yield from measures(at)


def counted() -> list[Metric]:
    """What all processes of this installation have counted, by the process's part: ours now, others' seconds ago."""
    families: dict[str, Metric] = {}
    totals: dict[tuple[str, str, tuple[tuple[str, str], ...]], float] = {}
    own = _own_file()
    texts = [(own.name, generate_latest(_counted).decode()), *_texts_of_others(own)]
    for name, text in texts:
        part = name.rpartition("-")[0]
        for family in text_string_to_metric_families(text):
            families.setdefault(family.name, Metric(family.name, family.documentation, family.type))
            for sample in family.samples:
                labels = tuple(sorted({**sample.labels, "process": part}.items()))
                key = (family.name, sample.name, labels)
                totals[key] = totals.get(key, 0.0) + sample.value
    for (family_name, sample_name, labels), value in totals.items():
        families[family_name].add_sample(sample_name, dict(labels), value)
    return list(families.values())


def leave_counts() -> None:
    """From now on leave what this process counts where the others find it."""
    threading.Thread(target=_leave_often, name="metrics", daemon=True).start()


def forget_the_dead(part: str = "") -> None:
    """Remove what processes of this part, or of any, have left that are no more: their counts begin anew."""
    for file in _folder().glob(f"{part}*-*.prom"):
        number = file.stem.rpartition("-")[2]
        if not number.isdecimal() or not Path(f"/proc/{number}").exists():
            file.unlink(missing_ok=True)


def _folder() -> Path:
    return home() / "metrics"


def _own_file() -> Path:
    return _folder() / f"{watching.part()}-{os.getpid()}.prom"


def _texts_of_others(own: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(_folder().glob("*-*.prom")):
        if file.name != own.name:
            with contextlib.suppress(OSError):
                yield file.stem, file.read_text()


def _leave_often() -> None:
    written = b""
    pause = threading.Event()
    while True:
        counts = generate_latest(_counted)
        if counts != written or not _own_file().exists():
            with contextlib.suppress(CannotWrite):
                atomic_file.write(_own_file(), counts, sync=False)
                written = counts
        pause.wait(WRITE_EVERY_SECONDS)
