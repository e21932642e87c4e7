"""Production's settings, in a home of this run's own.

pytest-django reads the settings before any conftest is run: were the home set there, the tests would make,
and at the end remove, the database of the paper that lies in `var/`.
"""

import os
import tempfile

HOME_OF_THIS_RUN = tempfile.TemporaryDirectory(prefix="dateline-tests-")
os.environ["DATELINE_HOME"] = HOME_OF_THIS_RUN.name
_SETTINGS = """
    MAIL_URL DATELINE_DEMO DATELINE_DEBUG DATELINE_HOSTS DATELINE_GATEWAYS TRUSTED_PROXIES LOG_FORMAT LOG_LEVEL
    METRICS_ALLOW
""".split()
for _name in _SETTINGS:
    os.environ.pop(_name, None)

from dateline.config.settings import *  # noqa: E402, F403  # only now may they be read
