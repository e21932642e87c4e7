"""Loads the partners' file: all of it, or nothing."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from dateline.house import notices, toml_file
from dateline.house.toml_file import TomlFile
from dateline.licences import queries
from dateline.licences.errors import ChangedMeanwhile, DeskSaysOtherwise, UnreadableLogo
from dateline.licences.models import Partner, TermsVersion
from dateline.licences.parsers import Contract, clean_logo, read_contracts
from dateline.licences.rules import reading_to_json, source_to_json, to_json

_LOOKS = ("name", "home", "logo_svg", "logo_dark_svg")
_OTHER = ("time_zone", "standing_order")


@dataclass(frozen=True)
class Loaded:
    """What became of one partner: `change` is "new", "terms", "details", "sources" or "same"; `notice` 0 when none."""

    slug: str
    version: int
    change: str
    notice: int = 0


def load(path: Path, *, at: datetime, by: str, over_desk: bool = False) -> list[Loaded]:
    """Load partners, their terms and standing orders, one entry a partner in the file's order.

    A terms version is added only where the terms changed; each partner that changed posts `licence.changed`,
    so that its stories are judged again. A partner the file does not name stays as it is.
    Raises NoSuchTomlFile or TomlError, and changes nothing, when anything in the file is not understood; so does
    DeskSaysOtherwise where the file would undo what the desk has changed, unless `over_desk`.
    """
    file = toml_file.read(path)
    contracts = [(contract, _fields(contract) | _logos(file, contract)) for contract in read_contracts(file)]
    with transaction.atomic():
        if not over_desk:
            for contract, fields in contracts:
                _must_agree_with_the_desk(contract, fields)
        return [_keep(contract, fields, at=at, by=by) for contract, fields in contracts]


@dataclass(frozen=True)
class Revision:
    """A partner's part of the file, read at the desk: `fields` are what its row would hold, logos left as they are."""

    contract: Contract
    fields: dict[str, object]


def read_revision(partner: Partner, text: str) -> Revision:
    """What these words, as `licences.toml` has them, would make of the partner. Raises TomlError, its line named."""
    file = toml_file.parse(text, "licences.toml")
    contracts = read_contracts(file)
    contract = contracts[0]
    if len(contracts) > 1:
        file.refuse(contracts[1].place, f"this is the file of {partner.name} alone; remove the other partner")
    if contract.slug != partner.slug:
        file.refuse((*contract.place, "slug"), f"the slug stands in addresses; write '{partner.slug}' again")
    for key in ("logo", "logo_dark"):
        if getattr(contract, key):
            file.refuse(
                (*contract.place, key), "a logo comes with the file that names it; load that, or remove this"
            )
    return Revision(contract, _fields(contract))


def revise(partner: Partner, revision: Revision, *, read_at: datetime, at: datetime, by: str) -> Loaded:
    """Keep what an editor has made of a partner, as a new version of its terms where those changed.

    `read_at`: when what was changed had been loaded. Raises ChangedMeanwhile when that is no longer what stands.
    """
    with transaction.atomic():
        standing = Partner.objects.select_for_update().get(pk=partner.pk)
        if standing.loaded_at != read_at:
            raise ChangedMeanwhile(
                f"{standing.name} was changed by {standing.edited_by or 'its file'} meanwhile; look at it again"
            )
        loaded = _keep(revision.contract, revision.fields, at=at, by=by)
        if loaded.change != "same":
            Partner.objects.filter(pk=partner.pk).update(edited_by=by)
    return loaded


def _must_agree_with_the_desk(contract: Contract, fields: dict[str, object]) -> None:
    partner = Partner.objects.filter(slug=contract.slug).exclude(edited_by="").first()
    if partner and _change(partner, fields) != "same":
        raise DeskSaysOtherwise(
            f"{partner.name} was changed at the desk by {partner.edited_by} on {partner.loaded_at:%Y-%m-%d}, and this "
            f"file says otherwise; write that into it (`dateline licences export {partner.slug}`), or load it with "
            "--over-desk to undo what the desk has changed"
        )


def _logos(file: TomlFile, contract: Contract) -> dict[str, object]:
    return {
        "logo_svg": _logo(file, contract, "logo"),
        "logo_dark_svg": _logo(file, contract, "logo_dark"),
    }


def _fields(contract: Contract) -> dict[str, object]:
    """What the row of this partner holds, but for its logos."""
    return {
        "name": contract.name,
        "home": contract.home,
        "time_zone": contract.time_zone,
        "terms": to_json(contract.terms),
        "standing_order": asdict(contract.standing_order) if contract.standing_order else None,
        "sources": [source_to_json(source) for source in contract.sources],
        "reading": reading_to_json(contract.reading),
    }


def _logo(file: TomlFile, contract: Contract, key: str) -> str:
    name = getattr(contract, key)
    place = (*contract.place, key)
    if not name:
        return ""
    folder = file.path.parent.resolve()
    path = (folder / name).resolve()
    if not path.is_relative_to(folder):
        file.refuse(place, f"{key} '{name}' lies outside this file's folder; put it beside the file")
    try:
        return clean_logo(path.read_bytes())
    except OSError as cause:
        file.refuse(place, f"{key} '{name}' cannot be read ({cause.strerror}); put it beside this file")
    except UnreadableLogo as cause:
        file.refuse(place, f"{key} '{name}' cannot be used: {cause}")


def _keep(contract: Contract, fields: dict[str, object], *, at: datetime, by: str) -> Loaded:
    partner = Partner.objects.filter(slug=contract.slug).first()
    change = _change(partner, fields)
    if partner is not None and change == "same":
        if partner.edited_by:  # desk and file say the same again
            Partner.objects.filter(pk=partner.pk).update(edited_by="")
        return Loaded(contract.slug, partner.terms_version, change)
    version = partner.terms_version if partner else 0
    if change in ("new", "terms"):
        version += 1
    kept, _ = Partner.objects.update_or_create(
        slug=contract.slug, defaults={**fields, "terms_version": version, "loaded_at": at, "edited_by": ""}
    )
    if change in ("new", "terms"):
        TermsVersion.objects.create(partner=kept, number=version, terms=fields["terms"], at=at, by=by)
    # Where items come from changes nothing of what we may do with them: no story is judged again.
    return Loaded(contract.slug, version, change, 0 if change == "sources" else _tell(kept, change))


def _change(partner: Partner | None, fields: dict[str, object]) -> str:
    if partner is None:
        return "new"
    if partner.terms != fields["terms"]:
        return "terms"
    if any(getattr(partner, key) != fields[key] for key in (*_LOOKS, *_OTHER) if key in fields):
        return "details"
    is_same = partner.sources == fields["sources"] and partner.reading == fields["reading"]
    return "same" if is_same else "sources"


def _tell(partner: Partner, change: str) -> int:
    logos = [queries.logo_address(svg) for svg in (partner.logo_svg, partner.logo_dark_svg) if svg]
    return notices.post(
        f"partner:{partner.slug}",
        "licence.changed",
        tags=[f"partner:{partner.slug}"],
        paths=logos,
        facts={"partner": partner.slug, "version": partner.terms_version, "change": change},
    )
