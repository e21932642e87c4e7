"""Every dependency has its reason in docs/dependencies.md, and every reason its dependency."""

import json
import re

from tests.habits.project import PROJECT, documents, inline_code, pyproject, table_rows

NAME = re.compile(r"[A-Za-z0-9._-]+")


def listed() -> set[str]:
    """What pyproject.toml, package.json and tools/machine ask for."""
    wanted = list(pyproject()["project"]["dependencies"])
    for group in pyproject()["dependency-groups"].values():
        wanted += group
    names = {match[0].lower() for each in wanted if (match := NAME.match(each))}
    names |= set(json.loads((PROJECT / "package.json").read_text())["dependencies"])
    machine = (PROJECT / "tools" / "machine").read_text()
    names |= set(re.findall(r"^want (\S+) \S+$", machine, re.MULTILINE))
    packages = re.search(r"^for package in (.+); do$", machine, re.MULTILINE)
    assert packages
    return names | set(packages[1].split())


def test_each_has_a_line_and_each_line_has_one() -> None:
    rows = [row for row in table_rows(documents()["docs/dependencies.md"]) if row[0].startswith("`")]
    given = [name for row in rows for name in inline_code(row[0])]
    # Debian calls the program `node` by the package `nodejs`.
    assert {"node" if name == "nodejs" else name for name in given} == listed()
    assert len(given) == len(set(given))
    assert all(len(row[1].split()) >= 2 for row in rows)


def test_each_is_used() -> None:
    """Programs of the tools aside, what a paper runs on is imported or named in the settings."""
    called = {"django-allauth": "allauth", "django-tasks-db": "django_tasks_db", "pillow": "PIL",
              "exchange-calendars": "exchange_calendars", "ada-url": "ada_url",
              "python-json-logger": "pythonjsonlogger", "prometheus-client": "prometheus_client",
                  "django-storages": "storages.backends.s3"}  # fmt: skip
    source = "\n".join(path.read_text() for path in (PROJECT / "src").rglob("*.py"))
    unused = [
        name for each in pyproject()["project"]["dependencies"]
        if (name := NAME.match(each)[0])  # type: ignore[index]  # each begins with a name
        and not re.search(rf"(import|from) {called.get(name, name)}\b|\"{called.get(name, name)}\"", source)
    ]  # fmt: skip
    assert not unused
