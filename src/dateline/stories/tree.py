"""The page tree: its root, the editions, sections, shelves."""

from django.db import transaction
from wagtail.models import Locale, Page, Site

from dateline.house.paper import paper
from dateline.licences.models import Partner
from dateline.stories import rules
from dateline.stories.errors import ReservedSlug
from dateline.stories.models import Front, Section, Shelf

LANGUAGES = ("en", "ko")


def lay_out() -> list[Front]:
    """The two editions' fronts, made where they are missing; safe to repeat."""
    with transaction.atomic():
        locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}
        root = Page.objects.filter(depth=1).first() or Page.add_root(
            title="Root", slug="root", locale=locales["en"]
        )
        # Wagtail's own first page stands where our front belongs.
        for welcome in root.get_children().exact_type(Page):
            welcome.delete()
            root.refresh_from_db()
        english = _front(root, locales["en"], "home", None)
        korean = _front(root, locales["ko"], "home-ko", english)
        host, _, port = paper().url.split("://", 1)[-1].partition(":")
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={
                "hostname": host, "port": int(port or (443 if paper().url.startswith("https") else 80)),
                "site_name": paper().name, "root_page": english,
            },
        )  # fmt: skip
    return [english, korean]


def _front(root: Page, locale: Locale, slug: str, original: Front | None) -> Front:
    standing = Front.objects.filter(locale=locale).first()
    if standing:
        return standing
    front = Front(title=paper().name, slug=slug, locale=locale, tagline=paper().tagline)
    if original:
        front.translation_key = original.translation_key
    root.add_child(instance=front)
    return front


def make_section(
    slug: str, name: str, *, language: str = "en", standfirst: str = "", original: Section | None = None
) -> Section:
    """A section of an edition, in print; renamed when it stands already. Safe to repeat.

    Raises ReservedSlug for an address that the paper itself uses.
    """
    if refused := rules.address_refused(slug, is_section=True):
        raise ReservedSlug(refused)
    front = Front.objects.get(locale__language_code=language)
    with transaction.atomic():
        section = Section.objects.filter(locale=front.locale, slug=slug).first()
        if section is None:
            section = Section(title=name, slug=slug, locale=front.locale, standfirst=standfirst)
            if original:
                section.translation_key = original.translation_key
            front.add_child(instance=section)
            section.save_revision().publish()
            section.refresh_from_db()
        elif section.title != name or (standfirst and section.standfirst != standfirst):
            section.title, section.standfirst = name, standfirst or section.standfirst
            section.save_revision().publish()
    return section


def shelf_of(section: Section, partner: Partner) -> Shelf:
    """The partner's shelf within a section, made when first needed."""
    shelf = Shelf.objects.child_of(section).filter(partner=partner).first()
    if shelf is None:
        shelf = Shelf(title=partner.name, slug=partner.slug, partner=partner, locale=section.locale)
        section.add_child(instance=shelf)
        shelf.save_revision().publish()
        shelf.refresh_from_db()
    return shelf


def free_slug(parent: Page, wanted: str) -> str:
    """The wanted word, or the first of wanted-2, wanted-3 … that no page beneath `parent` has."""
    # Only what could be in the way: a section holds many thousands.
    alike = parent.get_children().filter(slug__startswith=wanted).values_list("slug", flat=True)
    taken = set(alike) | rules.RESERVED_IN_SECTION
    taken |= set(Partner.objects.values_list("slug", flat=True))
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
