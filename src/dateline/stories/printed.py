"""What each template of this room receives: one frozen dataclass a template, strings ready to print.

Moments are aware datetimes; the templates print them in the paper's zone with the filters of
`house.templatetags.moments`. Addresses are paths of this paper ("/economy/won-steadies/") unless said so.
An empty string or None means "there is none", and the template leaves the row out.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import SimpleLazyObject

# What a picture on a card needs at most: a quarter of the page when wide, half on a tablet, a third beside
# the headline on a phone. `auto` lets a browser that knows it measure the lazy picture itself.
CARD_SIZES = "auto, (min-width: 68rem) 19rem, (min-width: 42rem) 46vw, 34vw"
LEAD_SIZES = "(min-width: 76rem) 73.5rem, 100vw"


@dataclass(frozen=True)
class Link:
    """A word that leads somewhere; an address of "" is printed as the word alone."""

    label: str
    address: str = ""


@dataclass(frozen=True)
class Byline:
    """One name of a byline; `address` is the author's page, "" for a partner or a name without a page."""

    name: str
    address: str = ""


@dataclass(frozen=True)
class Source:
    """One `<source>` of a `<picture>`: `type` "image/avif", `srcset` "/pictures/…/640.avif 640w, …"."""

    type: str
    srcset: str


@dataclass(frozen=True)
class Bounds:
    """Until when readers may see something licensed, and where: what `{% licensed %}` takes.

    `licence_ends_at` None: it ends with what it stands on. `territory`: "" everywhere.
    """

    licence_ends_at: datetime | None = None
    territory: str = ""


NO_BOUNDS = Bounds()


@dataclass(frozen=True)
class CardPicture:
    """The picture of a card. `width` and `height` are those of `src`, so that nothing shifts.

    `alt` is "" as a rule: the headline beside it says what the card is about. `bounds`: those of a partner's picture
    where the card's own are others. `tag`: what a page with a partner's picture on a card depends on.
    """

    src: str
    width: int
    height: int
    alt: str = ""
    sources: tuple[Source, ...] = ()
    sizes: str = CARD_SIZES
    bounds: Bounds = NO_BOUNDS
    tag: str = ""


@dataclass(frozen=True)
class LeadPicture:
    """The picture above a story. `credit` is "Jane Doe/Harbour Wire"; the page prints "PHOTO: " before it.

    `bounds`: those of a partner's picture where the page's own are others.
    """

    src: str
    width: int
    height: int
    alt: str
    caption: str = ""
    credit: str = ""
    sources: tuple[Source, ...] = ()
    sizes: str = LEAD_SIZES
    bounds: Bounds = NO_BOUNDS


@dataclass(frozen=True)
class LicenceMark:
    """The quiet bar over licensed copy. All of it comes from the licence.

    `words` "Featured article licensed from"; logos are addresses of cleaned SVG files, "" when there is none
    (the name is printed instead); `home` is the partner's own absolute address; `about_address` our page on
    the partner.
    """

    words: str
    partner_name: str
    logo_address: str = ""
    logo_dark_address: str = ""
    home: str = ""
    about_address: str = ""


@dataclass(frozen=True)
class PrintedCorrection:
    """One correction: what was wrong and what is right now, in the editor's sentence, and when."""

    text: str
    corrected_at: datetime


@dataclass(frozen=True)
class Contact:
    """Printed as "Write to NAME at ADDRESS", the address an e-mail address."""

    name: str
    address: str


@dataclass(frozen=True)
class OtherEdition:
    """The same story in the other edition: `name` in its own language ("한국어"), true as of `as_of`."""

    address: str
    name: str
    language: str
    as_of: datetime | None = None


@dataclass(frozen=True)
class StoryPage:
    """stories/story.html. Depends on the story, its section, authors, partner and pictures.

    `body_html` is safe, rendered from the blocks where it stands and without the dateline: the template sets
    `dateline` into its first paragraph (filter `opened_with` of `stories.templatetags.bodies`).
    """

    key: str
    language: str
    address: str
    kicker: str
    kicker_address: str
    headline: str
    published_at: datetime
    body_html: "str | SimpleLazyObject[str]"
    standfirst: str = ""
    bylines: tuple[Byline, ...] = ()
    byline_text: str = ""  # the whole line, "By Jane Doe"; printed when no `bylines` are given
    updated_at: datetime | None = None  # only when the text changed since it was published
    reading_minutes: int = 1
    mark: LicenceMark | None = None
    lead: LeadPicture | None = None
    dateline: str = ""  # "SEOUL", printed as "SEOUL—" opening the first paragraph
    corrections: tuple[PrintedCorrection, ...] = ()  # at the foot
    grave_corrections: tuple[PrintedCorrection, ...] = ()  # at the top
    contact: Contact | None = None
    topics: tuple[Link, ...] = ()
    credit_line: str = ""
    copyright_line: str = ""
    link_back: Link | None = None  # to the partner's own page, an absolute address
    other_edition: OtherEdition | None = None
    comments_open: bool = True
    licence_ends_at: datetime | None = None


@dataclass(frozen=True)
class Card:
    """stories/_card.html: a story as it stands on any other page. Include with `card=… only`.

    `licence_ends_at` None: our own; `house.printing.NO_END`: licensed without an end. On a page, include it
    through stories/_licensed_card.html, which marks it with `{% licensed card.licence_ends_at card.territory %}`.
    `territory`: where readers may be who see it, "" everywhere.
    """

    key: str
    address: str
    kicker: str
    kicker_address: str
    headline: str
    standfirst: str
    published_at: datetime
    reading_minutes: int
    partner_name: str = ""
    picture: CardPicture | None = None
    licence_ends_at: datetime | None = None
    territory: str = ""
    language: str = "en"


@dataclass(frozen=True)
class SectionRow:
    """One row of the front: a section and its newest cards, four as a rule."""

    name: str
    address: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class FrontPage:
    """stories/front.html. `lead` None on a paper's first day. `headline` is read aloud, not shown."""

    language: str
    address: str
    headline: str
    lead: Card | None
    briefs: tuple[Card, ...] = ()
    rows: tuple[SectionRow, ...] = ()


@dataclass(frozen=True)
class SectionPage:
    """stories/section.html: one lead, then the rest in order; older stories at printed paths of their own."""

    language: str
    address: str
    name: str
    standfirst: str = ""
    lead: Card | None = None
    cards: tuple[Card, ...] = ()
    feed_address: str = ""
    newer_address: str = ""
    older_address: str = ""


@dataclass(frozen=True)
class AuthorPage:
    """stories/author.html. `biography_html` is safe; `links` are absolute addresses."""

    language: str
    address: str
    name: str
    role: str = ""
    biography_html: str = ""
    email: str = ""
    portrait: CardPicture | None = None
    links: tuple[Link, ...] = ()
    cards: tuple[Card, ...] = ()
    newer_address: str = ""
    older_address: str = ""


@dataclass(frozen=True)
class TopicPage:
    """stories/topic.html: what we have written on one topic, newest first."""

    language: str
    address: str
    name: str
    standfirst: str = ""
    cards: tuple[Card, ...] = ()
    newer_address: str = ""
    older_address: str = ""


@dataclass(frozen=True)
class PartnerPage:
    """stories/partner.html, the partner's shelf: who they are, what the licence says, what stands here now.

    `about_html` is safe; `terms` are whole sentences for a reader ("Their stories stay 30 days.").
    """

    language: str
    address: str
    name: str
    section: str = ""
    section_address: str = ""
    home: str = ""
    logo_address: str = ""
    logo_dark_address: str = ""
    about_html: str = ""
    terms: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()


@dataclass(frozen=True)
class SearchPage:
    """stories/search.html. `action` is where the form asks; `total` None before anything was asked.

    `notice` is a sentence when something stands in the way ("Search is away for a moment.").
    """

    language: str
    address: str
    action: str
    query: str = ""
    total: int | None = None
    results: tuple[Card, ...] = ()
    newer_address: str = ""
    older_address: str = ""
    notice: str = ""


@dataclass(frozen=True)
class ErrorPage:
    """house/dead_end.html. Nothing of a story that is gone: no title, no words.

    `code`, `headline` and `sentence` in English, which `house.words` has in Korean. `links` lead on, after the front.
    `said_here`: the mark at which the server sets in what a sender wants readers told; "" where nobody says anything.
    """

    language: str = "en"
    address: str = ""
    code: str = ""
    headline: str = ""
    sentence: str = ""
    links: tuple[Link, ...] = ()
    said_here: str = ""


@dataclass(frozen=True)
class TextPage:
    """stories/text.html: imprint, contact, privacy and the like, in a headline and safe HTML."""

    language: str
    address: str
    headline: str
    body_html: str
    standfirst: str = ""
    updated_at: datetime | None = None


@dataclass(frozen=True)
class CorrectedStory:
    """One line of the corrections page."""

    headline: str
    address: str
    text: str
    corrected_at: datetime
    licence_ends_at: datetime | None = None
    territory: str = ""


@dataclass(frozen=True)
class CorrectionsPage:
    """stories/corrections.html: every correction, newest first."""

    language: str
    address: str
    corrections: tuple[CorrectedStory, ...] = ()


@dataclass(frozen=True)
class NavItem:
    """One section in the nav; `is_current` on its own page and on those of its stories."""

    label: str
    address: str
    is_current: bool = False


@dataclass(frozen=True)
class Nav:
    """stories/_nav.html, which fills the slot `shell.nav`."""

    language: str
    items: tuple[NavItem, ...] = ()
