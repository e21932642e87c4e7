"""Printing processes: each is given a batch, prints it, says what is confirmed, and is given the next.

They hold to whom they print for by a line that closes with him, killed outright or not. One that falls is replaced,
and what it had at hand is printed again.
"""

import contextlib
import gc
import itertools
import logging
import multiprocessing
from collections.abc import Iterator
from multiprocessing.connection import Connection, wait
from typing import Any

from django.db import connections

from dateline.house.database import UNREACHABLE
from dateline.house.errors import CannotWrite
from dateline.press import batches
from dateline.press.batches import Printed
from dateline.press.errors import PrintersFell
from dateline.press.listing import Batch

log = logging.getLogger(__name__)
MOST_FALLS = 5
# A copy of this process: the rooms are ready in it, and most of its memory is shared.
_FORK = multiprocessing.get_context("fork")


def print_all(left: Iterator[Batch], workers: int) -> Iterator[Printed]:
    """Print these batches in as many processes, with none in this one; what is confirmed, as it comes.

    Raises CannotWrite or DatabaseError when the disk or the database says no, PrintersFell.
    """
    if workers:
        yield from Crew(left).work(workers)
        return
    printer = batches.Printer()
    try:
        for batch in left:
            if confirmed := printer.print(*batch):
                yield confirmed
        if confirmed := printer.finish():
            yield confirmed
    finally:
        printer.leave()


class _Hand:
    """A printing process, the line to it, and what it was given and has not confirmed."""

    def __init__(self, process: Any, line: Connection) -> None:
        self.process, self.line = process, line
        self.unconfirmed: list[Batch] = []
        self.is_going = False


class Crew:
    """The processes, and what is left to give them."""

    def __init__(self, left: Iterator[Batch]) -> None:
        self._left = left
        self._hands: dict[Any, _Hand] = {}
        self._falls = 0

    def work(self, workers: int) -> Iterator[Printed]:
        """Have everything printed; what is confirmed, as it comes."""
        connections.close_all()  # no two processes may share one
        try:
            for _ in range(workers):
                self._start()
            while self._hands:
                for line in wait(list(self._hands)):
                    yield from self._hear(self._hands[line])
        finally:
            for hand in self._hands.values():
                hand.line.close()
            for hand in self._hands.values():
                hand.process.join()

    def _start(self) -> None:
        """One more. It keeps no end of another's line: each must see it closed when we are gone."""
        ours, theirs = _FORK.Pipe()
        process = _FORK.Process(target=_print_what_comes, args=(theirs, [ours, *self._hands]), daemon=True)
        process.start()
        theirs.close()
        self._hands[ours] = _Hand(process, ours)
        self._give(self._hands[ours])

    def _give(self, hand: _Hand) -> None:
        """The next batch, or word that there is none: then it confirms what it has, and goes."""
        batch = next(self._left, None)
        if batch is None:
            hand.is_going = True
        else:
            hand.unconfirmed.append(batch)
        with contextlib.suppress(BrokenPipeError):  # it has just fallen: heard next
            hand.line.send(batch)

    def _hear(self, hand: _Hand) -> Iterator[Printed]:
        try:
            answer = hand.line.recv()
        except (EOFError, ConnectionResetError):
            self._let_go(hand)
            return
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Printed):
            hand.unconfirmed = [batch for batch in hand.unconfirmed if batch[0] != answer.number]
            yield answer
        if not hand.is_going:
            self._give(hand)

    def _let_go(self, hand: _Hand) -> None:
        del self._hands[hand.line]
        hand.line.close()
        hand.process.join()
        if not hand.unconfirmed:
            return
        self._falls += 1
        log.error("a printing process fell (exit %s); another takes its pages", hand.process.exitcode)
        if self._falls > MOST_FALLS:
            raise PrintersFell(
                "the printing processes fall again and again; see the messages above, then print again"
            )
        self._left = itertools.chain(hand.unconfirmed, self._left)
        self._start()


def _print_what_comes(line: Connection, not_ours: list[Connection]) -> None:
    """A printing process: a batch comes, what is confirmed goes back; None comes, and it goes."""
    for each in not_ours:
        each.close()
    for database in connections.all(initialized_only=True):
        # Forked off with us, and the other's still: forgotten, since closing it would hang up on both.
        database.connection = None
    # What was there before us is shared with whom we print for: looked through for rubbish, it would be copied. Of
    # what a batch holds nearly nothing is rubbish before its end; looking meanwhile was a tenth of a page's cost.
    gc.freeze()
    gc.disable()
    printer = batches.Printer()
    try:
        while (batch := line.recv()) is not None:
            line.send(printer.print(*batch))
            gc.collect()
        line.send(printer.finish())
    except (EOFError, BrokenPipeError):
        return  # whom we print for has gone
    except (CannotWrite, *UNREACHABLE) as fault:
        line.send(fault)
    finally:
        printer.leave()
        connections.close_all()
