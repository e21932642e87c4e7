"""What the server reads before its workers are copied off it: all that they share, and nothing that they may not."""

import json
import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import json, sys, threading
from dateline.cli.server import read_rooms
read_rooms()
before = set(sys.modules)
from django.db import connections
opened = [each.alias for each in connections.all(initialized_only=True) if each.connection is not None]
threads = threading.active_count()
import dateline.config.wsgi
print(json.dumps({"opened": opened, "threads": threads, "anew": sorted(set(sys.modules) - before)}))
"""


def test_workers_share_what_was_read_and_no_connection_or_thread(home: Path) -> None:
    own = os.environ | {"DATELINE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "dateline.config.settings"}
    own.pop("DATELINE_GROUP", None)
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=own, capture_output=True, check=True)
    said = json.loads(done.stdout)
    assert said["opened"] == []
    assert said["threads"] == 1
    # The application itself, its middleware, and the front: of the thousands that were read, few are read anew.
    assert "dateline.config.wsgi" in said["anew"]
    assert len(said["anew"]) < 100, said["anew"]
