"""Makes the demo newsroom: once, a step at a time, each step safe to repeat."""

from collections.abc import Callable
from datetime import datetime

from dateline.demo.actions import accounts, markets, newsroom, pictures, readers, stories, wire
from dateline.demo.actions.accounts import Account
from dateline.demo.errors import NotTheDemo
from dateline.demo.queries import addresses
from dateline.demo.studio import Studio, is_made
from dateline.house import atomic_file
from dateline.house.home import home
from dateline.stories.models import Story

__all__ = ["Account", "addresses", "make_demo"]

Say = Callable[[str], None]


def make_demo(at: datetime, say: Say, *, studio: Studio, meanwhile: Callable[[], object]) -> bool:
    """Fill a paper that has been set up with the demo newsroom, its stories dated back from `at`.

    `meanwhile` is done when all is written, while pictures are still being rendered.
    True when it was made now, False when it is here already. What was interrupted is taken up again.
    Raises NotTheDemo when this paper has stories of its own.
    """
    made, begun = home() / "demo" / "made", home() / "demo" / "begun"
    if is_made():
        return False
    if not begun.exists() and Story.objects.exists():
        raise NotTheDemo(
            f"{home()} holds a newsroom of its own; set DATELINE_HOME to an empty folder for the demo"
        )
    if begun.exists():
        at = datetime.fromisoformat(begun.read_text())
    else:
        atomic_file.write(begun, at.isoformat().encode())
    _make(at, say, studio, meanwhile)
    atomic_file.write(made, at.isoformat().encode())
    return True


def _make(at: datetime, say: Say, studio: Studio, meanwhile: Callable[[], object]) -> None:
    say("drawing the pictures …")
    drawn = studio.drawn(say)
    say("hiring the newsroom …")
    accounts.make()
    newsroom.make()
    say("agreeing the licences …")
    wire.agree(at)
    say("writing the stories …")
    stories.write(drawn, at, say)
    say("receiving the wire …")
    wire.receive(drawn, at, say)
    with pictures.Rendering() as rendering:
        say("opening the market …")
        markets.make(at)
        say("laying out the front …")
        newsroom.lead()
        say("letting readers in …")
        readers.read(at)
        readers.comment(at)
        say("printing the pages and rendering the pictures …")
        meanwhile()
        rendering.finish(say)
