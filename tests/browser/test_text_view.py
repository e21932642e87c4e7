"""What a reader of plain text sees: Chromium's page after its scripts, turned into text by w3m."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.paper import CAPTION, HEADLINE, LICENSED, PARAGRAPHS, STANDFIRST
from tests.browser.walking import CHROMIUM_FLAGS, assert_in_order
from tests.conftest import skip_or_fail
from tests.paths.newsroom import Newsroom

pytestmark = [pytest.mark.browser, pytest.mark.server]
# Level, change and percent, on lines of their own or on one.
FIGURES = r"\s+[\d,]+\.\d\d\s+[+−]?\d+\.\d\d\s+[+−]?\d+\.\d\d%"


def test_a_licensed_story_reads_from_top_to_bottom(newsroom: Newsroom, chromium: str, tmp_path: Path) -> None:
    if shutil.which("w3m") is None:
        skip_or_fail("no w3m; tools/machine installs it")
    dumped = subprocess.run(
        [
            chromium, "--headless", *CHROMIUM_FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom",
            "--virtual-time-budget=5000", newsroom.url + LICENSED,
        ],
        capture_output=True, check=True, timeout=90,
    ).stdout  # fmt: skip
    text = subprocess.run(
        ["w3m", "-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8", "-cols", "400"],
        input=dumped, capture_output=True, check=True, timeout=30,
    ).stdout.decode()  # fmt: skip
    body = [re.escape(words) for words in PARAGRAPHS]
    assert_in_order(
        text,
        ["Skip to content", rf"KOSPI\b{FIGURES}", rf"KOSDAQ{FIGURES}", rf"KOSPI200{FIGURES}", "View Market Snapshot",
         r"Featured article licensed from\s+\[?Meadow Press", "North Korea", HEADLINE, STANDFIRST, "By Meadow Press",
         "2 hours ago", "3 min read", re.escape(CAPTION), "Ida Holm", *body, "More to Read", r"Comment\s+0", "0/300"],
    )  # fmt: skip
