"""docs/house.md is the house as it is, and the house is built to its plan."""

import ast
import re

import pytest
from tests.habits.project import PROJECT, ROOMS, SOURCE, documents, modules, pyproject, table_rows

HOUSE = documents()["docs/house.md"]
CONTRACTS = pyproject()["tool"]["importlinter"]["contracts"]
# Names that say nothing of what is inside.
EMPTY_NAMES = {"utils", "util", "core", "common", "helpers", "helper", "services", "managers", "misc", "lib"}
# Django, Wagtail and Python look for these; the plan names the others of this kind.
PLAN = [
    {"apps", "urls", "wagtail_hooks"},
    {"views", "cli", "forms", "middleware"},
    {"actions"},
    {"printed"},
    {"queries"},
    {"models"},
    {"rules", "parsers"},
    {"errors"},
]


def floors_drawn() -> dict[str, int]:
    """Room and floor, as the table of the document has them."""
    rows = [row for row in table_rows(HOUSE) if row[0].isdecimal()]
    return {row[1].strip("`"): int(row[0]) for row in rows}


def floors_checked() -> dict[str, int]:
    """Room and floor, as the import contract has them."""
    layers = next(contract for contract in CONTRACTS if contract["name"].startswith("Floors"))["layers"]
    return {
        room: len(layers) - 1 - above
        for above, layer in enumerate(layers)
        for room in re.split(r"[ |:]+", layer)
    }


def test_every_room_stands_on_its_floor() -> None:
    assert set(floors_drawn()) == set(ROOMS)
    assert floors_drawn() == floors_checked()


def test_every_room_of_djangos_is_one_app() -> None:
    settings = (SOURCE / "config" / "settings.py").read_text()
    installed = set(re.findall(r'^    "dateline\.(\w+)",$', settings, re.MULTILINE))
    assert installed == {room for room in ROOMS if (SOURCE / room / "apps.py").exists()}


def test_the_plan_that_is_drawn_is_the_plan_that_is_checked() -> None:
    contract = next(each for each in CONTRACTS if each["name"].startswith("The plan inside a room"))
    checked = [set(re.findall(r"\w+", layer)) for layer in contract["layers"]]
    assert checked == PLAN
    assert {room.removeprefix("dateline.") for room in contract["containers"]} == set(ROOMS) - {
        "house", "cli", "config",
    }  # fmt: skip
    drawn = [
        set(re.findall(r"`(\w+)(?:\.py|/)`", row[0])) for row in table_rows(HOUSE) if row[0].startswith("`")
    ]
    plan_without_wagtail = [names - {"wagtail_hooks"} for names in PLAN]
    assert [names for names in drawn if names & set.union(*PLAN)] == plan_without_wagtail


@pytest.mark.parametrize("room", ROOMS)
def test_no_file_has_a_name_that_says_nothing(room: str) -> None:
    names = {path.stem for path in (SOURCE / room).rglob("*") if path.suffix == ".py" or path.is_dir()}
    assert not names & EMPTY_NAMES


def test_every_module_opens_with_what_is_inside() -> None:
    bare = [path for path, module in modules() if module.body and not ast.get_docstring(module)]
    assert not bare


def test_every_slot_is_in_the_document() -> None:
    registered = set(re.findall(r'slots\.register\("([\w.]+)"', all_source()))
    used = {
        name
        for path in SOURCE.rglob("*.html")
        for name in re.findall(r'\{% slot "([\w.]+)"', path.read_text())
    }
    assert registered == used
    assert all(f"`{name}`" in HOUSE for name in registered)


def test_what_the_paths_name_is_there() -> None:
    named = set(re.findall(rf"`((?:{'|'.join(ROOMS)})(?:\.\w+)+)`", HOUSE)) - {"cli.py"}
    named -= set(re.findall(r"slots\.register\(\"([\w.]+)\"", all_source()))
    assert len(named) > 20
    missing = {name for name in named if not is_there(name.split("."))}
    assert not missing


def all_source() -> str:
    """Every module of ours, one behind the other."""
    return "\n".join(path.read_text() for path in sorted(SOURCE.rglob("*.py")))


def is_there(parts: list[str]) -> bool:
    """Whether a dotted name is a module of ours or something that one defines or hands on."""
    place = SOURCE
    for at, part in enumerate(parts):
        if (place / part).is_dir():
            place = place / part
        elif (place / f"{part}.py").is_file():
            return at == len(parts) - 1 or parts[at + 1] in names_in((place / f"{part}.py").read_text())
        else:
            return (place / "__init__.py").is_file() and part in names_in((place / "__init__.py").read_text())
    return True


def names_in(source: str) -> set[str]:
    """What a module defines at its top, and what it imports from others."""
    found: set[str] = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found


def test_every_kind_of_test_is_in_the_document() -> None:
    kinds = {path.name for path in (PROJECT / "tests").iterdir() if path.is_dir() and path.name[0].isalpha()}
    assert {name for name in kinds if f"`tests/{name}`" not in HOUSE} == set()


def test_a_migration_is_named_for_what_it_does() -> None:
    names = [path.stem for path in SOURCE.glob("*/migrations/[0-9]*.py")]
    assert len(names) >= 10
    wrong = [
        name for name in names
        if not re.fullmatch(r"0001_initial|\d{4}_[a-z]\w*", name) or re.search(r"_(auto|alter|\d{8})_?", name)
    ]  # fmt: skip
    assert not wrong


def test_nobody_asks_the_machine_what_time_it_is() -> None:
    """`house.clock` is the one place; ruff bans the common ways, and this the one that it cannot see."""
    asking = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path, module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("now", "today", "utcnow")
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("datetime", "date", "timezone")
        and path != SOURCE / "house" / "clock.py"
    ]
    assert not asking
