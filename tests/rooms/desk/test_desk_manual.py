"""docs/editors.md says of each role what the table of rights says."""

from pathlib import Path

from dateline.desk import roles
from dateline.readers.rules import Role

MANUAL = Path(__file__).resolve().parents[3] / "docs/editors.md"
# Each line of the manual's table, and a right that only those hold of whom it says yes.
SAID = {
    "Write, publish, schedule and unpublish stories": "publish",
    "Pictures, bylines, topics": "stories.change_author",
    "Wire: take in, set times, accept terms, confirm": "desk.use_wire",
    "Acknowledge kills and corrections": "desk.heed_alerts",
    "Set the moment of publication that readers see": "desk.set_moment",
    "Decide on comments, keep the watched words": "desk.moderate",
    "See licences": "desk.see_licences",
    "Edit and load licences": "desk.manage_licences",
    "See press and markets": "desk.see_press",
    "Print a page again": "desk.run_press",
    "Accounts, roles, workflows, locales": "readers.change_reader",
}


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def test_the_manuals_table_is_the_table_of_rights():
    lines = MANUAL.read_text().splitlines()
    start = lines.index("| | editor | wire editor | moderator | licence manager | administrator |")
    assert cells(lines[start])[1:] == list(Role)
    written = {}
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        said, *yes = cells(line)
        written[said] = {role for role, cell in zip(Role, yes, strict=True) if cell == "yes"}
    assert written == {said: holders(right) for said, right in SAID.items()}


def test_every_right_of_the_desk_is_told():
    ours = {right for rights in roles.TABLE.values() for right in rights.rights if right.startswith("desk.")}
    assert ours == {right for right in SAID.values() if right.startswith("desk.")}


def holders(right: str) -> set[Role]:
    return {role for role, rights in roles.TABLE.items() if right in (*rights.rights, *rights.pages)}
