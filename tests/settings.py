"""Production's settings, in a home of this run's own, on SQLite, or on PostgreSQL when it is asked for.

pytest-django reads the settings before any conftest is run: were the home set there, the tests would make,
and at the end remove, the database of the paper that lies in `var/`.
"""

import os
import sys
import tempfile

from tests import postgresql

HOME_OF_THIS_RUN = tempfile.TemporaryDirectory(prefix="dateline-tests-")
os.environ["DATELINE_HOME"] = HOME_OF_THIS_RUN.name
_SETTINGS = """
    MAIL_URL DATABASE_URL CACHE_URL DATELINE_DEMO DATELINE_DEBUG DATELINE_HOSTS DATELINE_GATEWAYS TRUSTED_PROXIES
    LOG_FORMAT LOG_LEVEL METRICS_ALLOW COUNTRY_HEADER COUNTRY_FILE DATELINE_NODE PRESS_FOLDERS STORAGE_URL
    OTEL_EXPORTER_OTLP_ENDPOINT
""".split()
for _name in _SETTINGS:
    os.environ.pop(_name, None)
if postgresql.IS_ASKED_FOR:
    if not postgresql.programs():
        sys.stderr.write(
            "no PostgreSQL server on this machine, so nothing is run on one; tools/machine installs it\n"
        )
        sys.exit(1 if os.environ.get("CI") == "true" else 0)  # in CI nothing may be missing
    os.environ["DATABASE_URL"] = postgresql.server().url("paper")

from dateline.config.settings import *  # noqa: E402, F403  # only now may they be read

os.environ.pop("DATABASE_URL", None)  # of this process alone: a newsroom of the paths has its own
