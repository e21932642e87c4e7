"""Malformed pictures by the hundred: read or refused with a sentence, no death, within limits."""

import resource
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.conftest import ON_CI

from dateline.pictures import decoder, metadata
from dateline.pictures.errors import NotAPicture

SECONDS_OF_CPU = 1.0
# Each case is a process of its own, a tenth of a second: all of them in CI, a fifth where somebody waits.
STEP = 1 if ON_CI else 5


def opened(path):
    try:
        metadata.read(path.read_bytes(), name=path.name)
    except NotAPicture as refusal:
        assert str(refusal).startswith(path.name)
        return False
    return True


@pytest.mark.parametrize("corpus", ["pillow-malformed", "wuffs-artificial", "go-fuzz-jpeg"])
def test_a_malformed_picture_is_read_or_refused(corpus, shared_folder):
    cases = [path for path in sorted((shared_folder / "bad-inputs" / corpus).rglob("*")) if path.is_file()][
        ::STEP
    ]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(opened, cases))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert not all(outcomes)
    assert spent / len(cases) < SECONDS_OF_CPU


def test_memory_and_time_are_bounded_before_anything_is_opened():
    program = (
        "import importlib.util, resource\n"
        f"spec = importlib.util.spec_from_file_location('decoder', {decoder.__file__!r})\n"
        "decoder = importlib.util.module_from_spec(spec)\n"
        "spec.loader.exec_module(decoder)\n"
        "decoder.limit(memory=200_000_000, seconds=5)\n"
        "bytearray(300_000_000)\n"
    )
    child = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, check=False)
    assert b"MemoryError" in child.stderr


def test_a_decoder_that_never_ends_is_given_up(monkeypatch):
    monkeypatch.setitem(metadata.PATIENCE_SECONDS, "read", 0.001)
    with pytest.raises(NotAPicture, match="took longer"):
        metadata.read(b"\xff\xd8\xff", name="endless.jpg")


def test_a_decoder_that_dies_is_a_refusal(monkeypatch):
    monkeypatch.setattr(metadata, "_DECODER", "/dev/null")
    with pytest.raises(NotAPicture, match="within the limits"):
        metadata.read(b"\xff\xd8\xff", name="deadly.jpg")
