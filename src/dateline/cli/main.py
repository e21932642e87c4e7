"""The front door: `dateline <room> <verb>`. Rooms are read only when they are asked for."""

import importlib
import os
import sys

import click

from dateline import __version__

# Each verb or room: where its command stands, and whether it needs Django.
_DOORS: dict[str, tuple[str, str, bool]] = {
    "demo": ("dateline.cli.running", "demo", False),
    "setup": ("dateline.cli.setup", "setup", False),
    "serve": ("dateline.cli.running", "serve", False),
    "work": ("dateline.cli.running", "work", False),
    "check": ("dateline.cli.check", "check", False),
    "backup": ("dateline.cli.keeping", "backup", False),
    "restore": ("dateline.cli.keeping", "restore", False),
    "desk": ("dateline.cli.rooms", "desk", True),
    "licences": ("dateline.cli.rooms", "licences", True),
    "wire": ("dateline.cli.rooms", "wire", True),
    "stories": ("dateline.stories.cli", "stories", True),
    "markets": ("dateline.cli.rooms", "markets", True),
    "comments": ("dateline.cli.rooms", "comments", True),
    "press": ("dateline.press.cli", "press", True),
}


class Doors(click.Group):
    """Opens a room's commands when they are named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of a first day: set up, serve, then room by room."""
        return list(_DOORS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, its room's Django made ready first."""
        if cmd_name not in _DOORS:
            return None
        module, name, needs_django = _DOORS[cmd_name]
        if needs_django:
            start_django()
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


def start_django() -> None:
    """Read the settings and make the rooms ready."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.config.settings")
    import django

    from dateline.config import traces

    traces.begin()
    django.setup()


@click.group(cls=Doors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dateline")
def dateline() -> None:
    """The whole of a digital newspaper."""


def main(arguments: list[str] | None = None) -> None:
    """Run a command: exit 0 done, 1 refused (one sentence on stderr), 2 misuse."""
    from dateline.cli.faults import known_fault
    from dateline.house.errors import DatelineError

    try:
        dateline(args=arguments, prog_name="dateline", standalone_mode=True)
    except DatelineError as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    except Exception as fault:
        if sentence := known_fault(fault):
            click.echo(sentence, err=True)
            sys.exit(1)
        raise


if __name__ == "__main__":
    main()
