"""What the server runs: printed pages first, Django behind them."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.config.settings")

from django.core.wsgi import get_wsgi_application

from dateline.config import traces, where
from dateline.house import metrics, watching
from dateline.house.parent import leave_with_parent
from dateline.press.serving import LOOK_AGAIN_SECONDS, Front

# A printed page waits for Python's global lock behind a desk request: so many seconds, not the usual 0.005.
sys.setswitchinterval(0.002)

watching.take_part("server")
metrics.leave_counts()
traces.begin()
application = Front(get_wsgi_application(), look_again_seconds=LOOK_AGAIN_SECONDS, where=where.country_of)

leave_with_parent()
