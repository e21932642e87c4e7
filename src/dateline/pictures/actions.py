"""Keep, render, use, change and withdraw pictures."""

from hashlib import sha256
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction
from willow.image import UnrecognisedImageFormatError

from dateline.house import notices
from dateline.licences.models import Partner
from dateline.licences.rules import Terms, to_json
from dateline.pictures import metadata, queries, renditions, rules
from dateline.pictures.errors import NotAPicture
from dateline.pictures.models import Picture
from dateline.pictures.parsers.words import clean
from dateline.pictures.tasks import prepare_renditions

EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif", "TIFF": "tif"}


def keep(
    raw: bytes,
    *,
    name: str,
    partner: Partner | None = None,
    caption: str = "",
    credit: str = "",
    alt: str = "",
    is_third_party: bool = False,
    terms: Terms | None = None,
) -> Picture:
    """The picture of these bytes, kept once a partner; what is given wins over what it says of itself.

    `terms` are the contract as the item narrowed it. The same bytes again: the picture that is there, with
    the caption, credit and alternative as given now; a withdrawn one stays withdrawn.
    Raises NotAPicture, and keeps nothing.
    """
    given = {"caption": clean(caption), "credit": clean(credit, longest=255), "alt": clean(alt)}
    if kept := _kept(raw, partner):
        return _keep_again(kept, given, terms, is_third_party)
    opened = metadata.read(raw, name=name)
    picture = Picture(partner=partner, title=clean(PurePath(name).stem, longest=255) or "Picture")
    try:
        picture.file = ContentFile(raw, name=f"original.{EXTENSIONS[opened.format]}")
    except UnrecognisedImageFormatError as cause:  # Wagtail's own reader knows no animated PNG.
        raise NotAPicture(
            f"“{name}” moves, or is of a kind that cannot be printed; ask for a still"
        ) from cause
    picture.name_by_bytes()
    # The sender's file name is the sender's affair: on our disk it is called by its bytes.
    picture.file.name = f"{picture.address_hash}.{EXTENSIONS[opened.format]}"
    fill(picture, opened, given)
    picture.is_third_party = is_third_party
    picture.terms = to_json(terms) if terms else None
    with transaction.atomic():
        picture.save()
        notices.post(f"picture:{picture.address_hash}", "picture.kept")
    return picture


def open_ahead(raw: bytes, *, name: str, partner: Partner) -> None:
    """Open a picture before the transaction in which it is kept, so that no other writer waits for a decoder."""
    if _kept(raw, partner) is None:
        metadata.read_ahead(raw, name=name)


def fill(picture: Picture, opened: metadata.Opened, given: dict[str, str]) -> None:
    """Set what the picture says of itself, where nothing is given; saves nothing."""
    said = opened.facts
    picture.is_turned = opened.is_turned
    picture.caption = given.get("caption") or said.caption
    picture.credit = given.get("credit") or clean(
        rules.credit_line(said.photographer, said.credit), longest=255
    )
    picture.alt = given.get("alt") or said.alt
    picture.photographer = picture.photographer or said.photographer
    picture.copyright_notice = picture.copyright_notice or said.copyright
    picture.usage_terms = picture.usage_terms or said.usage_terms
    picture.data_mining = picture.data_mining or said.data_mining
    picture.constraints = picture.constraints or said.constraints
    picture.taken_at = picture.taken_at or said.taken_at


def render(picture: Picture, width: int, ext: str) -> bytes:
    """One rendition, upright, in sRGB, with credit, copyright, usage terms and data mining written into it.

    Raises PictureUnreadable when the original is lost, NotAPicture when it cannot be opened.
    """
    return renditions.of(picture, rules.Name(picture.address_hash, width, ext))


def prepare(picture: Picture) -> None:
    """Render all that readers may ask for, then post a notice that has the press print it.

    Not of a picture that was taken out of print meanwhile: rendering takes seconds, and a print would bring it back.
    """
    renditions.make(picture, picture.names)
    with transaction.atomic():
        if picture.is_in_print and not Picture.objects.filter(pk=picture.pk, is_in_print=True).exists():
            renditions.drop(picture.address_hash)
            return
        notices.post(
            f"picture:{picture.address_hash}", "picture.ready", paths=[name.address for name in picture.names]
        )


def use(picture: Picture) -> None:
    """Mark a picture as in print and have its renditions made; safe to repeat. For a story in print."""
    with transaction.atomic():
        if Picture.objects.filter(pk=picture.pk, is_in_print=False, is_withdrawn=False).update(
            is_in_print=True
        ):
            prepare_renditions.enqueue(picture.pk)
    picture.is_in_print = not picture.is_withdrawn


def bind(picture: Picture, terms: Terms) -> None:
    """Bind a partner's picture to the terms of the item or story that it came with."""
    kept = to_json(terms)
    if picture.terms == kept:
        return
    was_for_ai = queries.terms_of(picture).ai
    picture.terms = kept
    with transaction.atomic():
        picture.save(update_fields=["terms"])
        if terms.ai != was_for_ai:
            _render_again(picture)  # each rendition says so of itself
        notices.post(
            f"picture:{picture.address_hash}", "picture.licensed", tags=[f"picture:{picture.address_hash}"]
        )


def changed(picture: Picture) -> None:
    """Have what shows a picture printed again: its caption, credit, rights or file were edited."""
    with transaction.atomic():
        _post_change(picture)


def withdraw(picture: Picture, *, reason: str, status: int = 410) -> int:
    """Take every rendition of a picture down, in every place and for ever; the number of the notice.

    The stories stay, printed again without it. Safe to repeat: the notice is posted again.
    """
    with transaction.atomic():
        Picture.objects.filter(pk=picture.pk).update(is_withdrawn=True)
        picture.is_withdrawn = True
        return take_out_of_print(picture, reason=reason, status=status)


def take_out_of_print(picture: Picture, *, reason: str, status: int = 410) -> int:
    """Take every rendition down until a story in print uses the picture again; the number of the notice."""
    with transaction.atomic():
        Picture.objects.filter(pk=picture.pk).update(is_in_print=False)
        seq = _post_withdrawal(picture, reason=reason, status=status)
    picture.is_in_print = False
    return seq


def bring_back(picture: Picture) -> None:
    """Let a withdrawn picture be shown again, and have the stories that hold it printed: the sender says so."""
    with transaction.atomic():
        Picture.objects.filter(pk=picture.pk).update(is_withdrawn=False)
        picture.is_withdrawn = False
        _post_change(picture)


def removed(picture: Picture) -> None:
    """Take down what was printed of a picture whose row is gone; called as Django announces it."""
    with transaction.atomic():
        _post_withdrawal(picture, reason="removed at the desk", status=410)


def _post_withdrawal(picture: Picture, *, reason: str, status: int) -> int:
    renditions.drop(picture.address_hash)
    return notices.post(
        f"picture:{picture.address_hash}",
        "picture.withdrawn",
        tags=[f"picture:{picture.address_hash}"],
        withdrawn=[name.address for name in picture.names],
        facts={"status": status, "reason": reason},
    )


def _kept(raw: bytes, partner: Partner | None) -> Picture | None:
    name = rules.address_hash(sha256(raw).hexdigest(), partner_slug=partner.slug if partner else "")
    return Picture.objects.filter(address_hash=name).first()


def _keep_again(kept: Picture, given: dict[str, str], terms: Terms | None, is_third_party: bool) -> Picture:
    """The newest words count, and the newest terms."""
    new: dict[str, object] = {
        name: text for name, text in given.items() if text and text != getattr(kept, name)
    }
    if kept.is_third_party != is_third_party:
        new["is_third_party"] = is_third_party
    if terms and kept.terms != to_json(terms):
        new["terms"] = to_json(terms)
    if new:
        for field, value in new.items():
            setattr(kept, field, value)
        with transaction.atomic():
            kept.save(update_fields=list(new))
            _post_change(kept)
    return kept


def _render_again(picture: Picture) -> None:
    # Before the commit: the task must not find the old ones. Dropped for nothing, they are rendered again.
    renditions.drop(picture.address_hash)
    if picture.is_in_print:
        prepare_renditions.enqueue(picture.pk)


def _post_change(picture: Picture) -> None:
    _render_again(picture)
    notices.post(
        f"picture:{picture.address_hash}", "picture.changed", tags=[f"picture:{picture.address_hash}"]
    )
