"""Where in the world a licence lets readers be: everywhere, everywhere but here and there, or in some countries."""

from collections.abc import Iterable
from dataclasses import dataclass

from dateline.licences.rules.countries import COUNTRIES, named

_EVERYWHERE, _NOT = "*", "!"
_NOWHERE = f"{_NOT}{_EVERYWHERE}"


@dataclass(frozen=True)
class Territory:
    """Countries by ISO 3166-1 alpha-2: those of `only` (None: all there are), without those of `without`."""

    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        # One way to write each: two that let the same readers in are equal.
        if self.only is not None and self.without:
            object.__setattr__(self, "only", self.only - self.without)
            object.__setattr__(self, "without", frozenset())

    def __and__(self, other: "Territory") -> "Territory":
        """What both let in."""
        if self.only is None or other.only is None:
            only = self.only if other.only is None else other.only
        else:
            only = self.only & other.only
        return Territory(only, self.without | other.without)

    def __str__(self) -> str:
        """Its words, apart by spaces, the same each time: "JP KR", "* !US"; "*" everywhere, "!*" nowhere."""
        if self.only is not None:
            return " ".join(sorted(self.only)) or _NOWHERE
        return " ".join([_EVERYWHERE, *sorted(f"{_NOT}{code}" for code in self.without)])

    @property
    def border(self) -> str:
        """As a page that it binds bears it, for `read`: "" everywhere."""
        return "" if self.is_everywhere else str(self)

    @property
    def is_everywhere(self) -> bool:
        """Whether nobody is kept out, wherever they are."""
        return self.only is None and not self.without

    @property
    def is_nowhere(self) -> bool:
        """Whether no country is left."""
        return self.only == frozenset()

    def includes(self, country: str) -> bool:
        """Whether a reader in this country is let in; "" where nobody knows, who is let in by no border at all."""
        if self.is_everywhere:
            return True
        if country not in COUNTRIES:
            return False
        return country not in self.without if self.only is None else country in self.only

    def said(self, language: str = "en") -> str:
        """Where those are who are let in, for a sentence: "in South Korea alone", "everywhere but in Japan"."""
        if self.is_everywhere:
            return "어디서나" if language == "ko" else "everywhere"
        if self.is_nowhere:
            return "허용된 국가 없음" if language == "ko" else "in no country at all"
        if self.only is not None:
            names = named(self.only, language)
            return f"{names} 내" if language == "ko" else f"in {names} alone"
        names = named(self.without, language)
        return f"{names} 제외" if language == "ko" else f"everywhere but in {names}"


EVERYWHERE = Territory()


def territory(words: Iterable[str]) -> Territory:
    """The territory of these words: "*" or countries, "!" before one that is taken out; "!*" is nowhere.

    With nothing but what is taken out, the rest of the world is meant. Raises ValueError, naming the word.
    """
    only: set[str] = set()
    without: set[str] = set()
    is_everywhere = False
    listed = list(words)
    if listed == [_NOWHERE]:
        return Territory(frozenset())
    for word in listed:
        code = word.removeprefix(_NOT)
        if word == _EVERYWHERE:
            is_everywhere = True
        elif code not in COUNTRIES:
            raise ValueError(f"{word!r} is no country of ISO 3166-1")
        else:
            (without if word.startswith(_NOT) else only).add(code)
    if not listed:
        raise ValueError("no country is named")
    if is_everywhere and only:
        raise ValueError(f"'*' is everywhere already, and {sorted(only)[0]!r} stands beside it")
    if both := sorted(only & without):
        raise ValueError(f"{both[0]!r} is named and taken out as well")
    return Territory(frozenset(only) if only else None, frozenset(without))


def read(text: str) -> Territory:
    """A territory as `str` writes it, "" for everywhere. Raises ValueError."""
    return territory(text.split()) if text else EVERYWHERE
