"""An oracle of what a licence allows, written from LICENCES.md and DOOR.md alone; nothing of `dateline` is imported.

Plain questions, one a rule, each answered in the plainest way that could be thought of: moments are counted in
microseconds since 1970, days are asked of the partner's own calendar, countries are words in a list.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = 86_400_000_000

# Every place where a reader or a machine can meet a story, and the use of DOOR.md's list that it is.
SURFACES = {
    "page": "page",
    "preview": "page",
    "front": "front",
    "section": "front",
    "topic": "front",
    "author": "front",
    "related": "related",
    "search": "search",
    "archive": "archive",
    "feed": "feed",
    "sitemap": "page",
    "news sitemap": "page",
    "newsletter": "newsletter",
    "api": "api",
    "social": "social",
    "gallery": "gallery",
    "rendition": "page",
    "og:image": "page",
}
OF_PICTURES = ("gallery", "rendition", "og:image")
# These leave us, and are read wherever they arrive.
LEAVING = ("feed", "newsletter", "api", "social")


@dataclass(frozen=True)
class Sent:
    """One version of an item as its sender means it. Moments are microseconds since 1970.

    `says` are meanings of its usage terms: "no archive", "no feed", "no newsletter", "no social", "no gallery",
    "not online", "no pictures", "no ai", "out of JP", "only KR", "fourteen days", "strange".
    """

    number: int
    sent_at: int
    status: str = "usable"
    is_for_newsrooms: bool = False
    is_held: bool = False
    embargo: int | None = None
    expires: int | None = None
    says: tuple[str, ...] = ()


@dataclass(frozen=True)
class State:
    """What was agreed, what has come, what an editor has done, and whose picture goes with it.

    `contract` has the keys of `[partner.terms]`. `notices`: when notices of others were sent that kill the item.
    `released_to`: the time that an editor set for the version that counts. `picture`: "partner" or "third party".
    """

    zone: str
    contract: dict[str, object]
    came: tuple[Sent, ...]
    notices: tuple[int, ...] = ()
    is_confirmed: bool = False
    released_to: int | None = None
    is_accepted: bool = False
    published_at: int | None = None
    picture: str = "partner"


@dataclass
class Answer:
    """Which surfaces may show it; what its address answers where the page may not; what machines are told."""

    shown: dict[str, bool] = field(default_factory=dict)
    status: int = 200
    is_reserved: bool = True
    is_hidden_from_engines: bool = True


def answer(state: State, at: int, country: str) -> Answer:
    """What LICENCES.md has to say of this state at this moment, to a reader in this country ("" for unknown)."""
    found = Answer(is_reserved=is_reserved(state), is_hidden_from_engines=index(state) == "noindex")
    for surface in SURFACES:
        found.shown[surface] = may_show(state, surface, at, country)
    if not may_stand(state, at):
        found.status = status_of_what_may_not_stand(state, at)
    elif not lets_in(state, country):
        found.status = 451
    return found


def may_show(state: State, surface: str, at: int, country: str) -> bool:
    """R5 to R31 for one surface: in print at all, named in the contract, in this country, with such pictures."""
    if not may_stand(state, at):
        return False
    if not may_use(state, SURFACES[surface]):
        return False
    if surface in LEAVING and is_bound_to_places(state):
        return False
    if not lets_in(state, country):
        return False
    if surface == "sitemap" and index(state) == "noindex":
        return False
    if surface == "news sitemap" and index(state) != "index":
        return False
    return not (surface in OF_PICTURES and not may_show_picture(state))


def may_stand(state: State, at: int) -> bool:
    """Whether the story may be in print at all."""
    version = counting(state)
    if version is None or is_killed(state) or version.status == "withheld":  # R10
        return False
    if version.is_for_newsrooms:  # R17
        return False
    if is_held(state):  # R7
        return False
    if is_under_embargo(state, at):  # R5, R6, R8
        return False
    if has_ended(state, at) or has_not_begun(state, at):  # R18
        return False
    if "strange" in version.says and not state.is_accepted:  # R34
        return False
    return may_use(state, "page")


def counting(state: State) -> Sent | None:
    """R1, R2: the highest version that has come."""
    highest = None
    for one in state.came:
        if highest is None or one.number > highest.number:
            highest = one
    return highest


def is_killed(state: State) -> bool:
    """R10, R13, R16: killed for ever, unless a higher usable version came and an editor said so."""
    kills = [one for one in state.came if one.status == "canceled"]
    if not kills and not state.notices:
        return False
    version = counting(state)
    if not state.is_confirmed or version is None or version.status in ("canceled", "withheld"):
        return True
    for one in kills:
        if one.number >= version.number:
            return True
    return any(sent_at >= version.sent_at for sent_at in state.notices)


def is_held(state: State) -> bool:
    """R7: an embargo that only a person can read, until an editor has set the time."""
    version = counting(state)
    if version is None or state.released_to is not None:
        return False
    return version.is_held or (version.status == "embargoed" and version.embargo is None)


def is_under_embargo(state: State, at: int) -> bool:
    """R5, R9: before the sender's moment, and before an editor's for what was held."""
    version = counting(state)
    if version is not None and version.embargo is not None and at < version.embargo:
        return True
    return state.released_to is not None and at < state.released_to


def has_ended(state: State, at: int) -> bool:
    """R18, R20: the item's own end, the contract's last day in the partner's zone, the window of display."""
    version = counting(state)
    if version is not None:
        if version.expires is not None and at >= version.expires:
            return True
        if "fourteen days" in version.says and at >= version.sent_at + 14 * DAY:
            return True
    last = state.contract.get("ends_on")
    if last is not None and day_of(state, at) > str(last):
        return True
    days = state.contract.get("display_days")
    if isinstance(days, int) and state.published_at is not None:
        return at >= state.published_at + days * DAY
    return False


def has_not_begun(state: State, at: int) -> bool:
    """The contract's first day, in the partner's zone."""
    first = state.contract.get("starts_on")
    return first is not None and day_of(state, at) < str(first)


def day_of(state: State, at: int) -> str:
    """The date on the partner's calendar, as ISO 8601 writes it."""
    moment = EPOCH + timedelta(microseconds=at)
    return moment.astimezone(ZoneInfo(state.zone)).strftime("%Y-%m-%d")


def may_use(state: State, use: str) -> bool:
    """R19, R24, R25: what is not named is not allowed, and the item may take away what is."""
    uses = state.contract.get("uses", ())
    if not isinstance(uses, list | tuple) or use not in uses:
        return False
    version = counting(state)
    says = version.says if version is not None else ()
    if "not online" in says:
        return False
    if "no archive" in says and use in ("archive", "search", "related"):
        return False
    if "no feed" in says and use in ("feed", "api"):  # no onward distribution
        return False
    return f"no {use}" not in says


def is_bound_to_places(state: State) -> bool:
    """R21: whether there is anywhere that it may not be read."""
    version = counting(state)
    says = version.says if version is not None else ()
    return any(word != "*" for word in territory(state)) or "out of JP" in says or "only KR" in says


def lets_in(state: State, country: str) -> bool:
    """R21: a reader outside is kept out, and so is one of whom nobody knows where."""
    if not is_bound_to_places(state):
        return True
    if country == "":
        return False
    version = counting(state)
    says = version.says if version is not None else ()
    if "out of JP" in says and country == "JP":
        return False
    if "only KR" in says and country != "KR":
        return False
    words = territory(state)
    if f"!{country}" in words:
        return False
    named = [word for word in words if not word.startswith("!") and word != "*"]
    return not named or country in named


def territory(state: State) -> list[str]:
    """The contract's words on where, left out: everywhere."""
    words = state.contract.get("territory", ["*"])
    return [str(word) for word in words] if isinstance(words, list | tuple) else ["*"]


def may_show_picture(state: State) -> bool:
    """R23: none, the partner's own alone, or all that came with it."""
    version = counting(state)
    if version is not None and "no pictures" in version.says:
        return False
    pictures = state.contract.get("pictures", "none")
    return pictures == "all" or (pictures == "own" and state.picture == "partner")


def index(state: State) -> str:
    """R31: the default for licensed copy is noindex."""
    return str(state.contract.get("index", "noindex"))


def is_reserved(state: State) -> bool:
    """R32: whether machines are told that they may not learn from it."""
    version = counting(state)
    if version is not None and "no ai" in version.says:
        return True
    return state.contract.get("ai", False) is not True


def status_of_what_may_not_stand(state: State, at: int) -> int:
    """R5: 404 while it is yet to come. R11, R18: 410, or a notice where it is withheld or the contract asks for one."""
    version = counting(state)
    if version is None:
        return 410
    if is_killed(state):
        return 200 if state.contract.get("after_kill") == "notice" else 410
    if version.status == "withheld" or version.is_for_newsrooms:
        return 200
    if has_ended(state, at):
        return 200 if state.contract.get("after_end") == "notice" else 410
    if is_held(state) or is_under_embargo(state, at):
        return 404
    return 410
