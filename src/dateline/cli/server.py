"""The built-in server as a process of its own: granian, which leaves when `dateline serve` is gone."""

from dateline.house import watching
from dateline.house.parent import leave_with_parent


def main() -> None:
    """Run granian with the arguments of this process."""
    from granian.cli import entrypoint

    watching.take_part("server")
    leave_with_parent()
    entrypoint()  # type: ignore[no-untyped-call]  # granian's own


if __name__ == "__main__":
    main()
