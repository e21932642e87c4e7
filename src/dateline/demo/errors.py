"""What can go wrong with the demo newsroom.

DatelineError
└── DemoError
    ├── UnreadableContent   a file of the demo's own content is not as it should be
    └── NotTheDemo          this DATELINE_HOME holds a newsroom of somebody's own
"""

from dateline.house.errors import DatelineError


class DemoError(DatelineError):
    """Anything wrong with the demo newsroom."""


class UnreadableContent(DemoError):
    """A file of the demo's own content is not as it should be."""


class NotTheDemo(DemoError):
    """This `DATELINE_HOME` holds a newsroom of somebody's own."""
