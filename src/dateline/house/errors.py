"""What can go wrong on the ground floor, and the root of every room's errors.

DatelineError                 every room's base; str() is one sentence for a person
├── HouseError
│   ├── NotInTransaction      a notice posted outside a transaction
│   ├── CannotWrite           a folder or file that cannot be written
│   ├── WrongSetting          an environment variable that makes no sense
│   ├── NotSetUp              DATELINE_HOME holds no paper yet
│   ├── NewsroomAway          the database cannot be reached
│   └── NotFetched            what an address names did not come
│       └── NotAllowed        and must not be asked for
└── (each room's own base)
"""


class DatelineError(Exception):
    """Says in one sentence what is wrong and what to do."""


class HouseError(DatelineError):
    """Anything wrong on the ground floor."""


class NotInTransaction(HouseError):
    """A notice must be posted in the transaction of what it tells of."""


class CannotWrite(HouseError):
    """A folder or file cannot be written."""


class WrongSetting(HouseError):
    """An environment variable makes no sense."""


class NotSetUp(HouseError):
    """`DATELINE_HOME` holds no paper yet."""


class NewsroomAway(HouseError):
    """The database cannot be reached just now."""


class NotFetched(HouseError):
    """What an address names did not come; `str()` says why."""


class NotAllowed(NotFetched):
    """An address that must not be asked: no address of the web, or within our own network."""
