"""Lists the demo's instruments and lays its recorded day beside them."""

from datetime import datetime

from dateline.demo import market_day
from dateline.demo.content_files import CONTENT
from dateline.house import atomic_file
from dateline.house.home import home
from dateline.markets import actions, tasks


def make(at: datetime) -> None:
    """Write the recorded day and load the list; the background plays it onto each session from then on."""
    folder = home() / "demo"
    day = "\n".join(market_day.ticks(market_day.day_before(at)))
    atomic_file.write(folder / "ticks.jsonl", f"{day}\n".encode())
    atomic_file.write(folder / "markets.toml", (CONTENT / "markets.toml").read_bytes())
    actions.load(folder / "markets.toml", at)
    # What of the day is over already, so that the first pages are printed with figures.
    tasks.listen_once(at)
    actions.write_strip(at, force=True)
