"""One newsroom's own process: `python -m bench.publishing.process ours|stock`; orders on stdin, answers on stdout.

An order is a line of JSON, `[verb, argument …]`; so is each answer. The start of the process is over before the
first order: what is timed is what a command does, not how long Python takes to begin.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

import django


def main() -> None:
    django.setup()
    from bench.publishing.newsroom import Newsroom

    newsroom = Newsroom(sys.argv[1])
    for line in sys.stdin:
        verb, *arguments = json.loads(line)
        order: Callable[..., Any] = getattr(newsroom, verb)
        print(json.dumps(order(*arguments)), flush=True)


if __name__ == "__main__":
    main()
