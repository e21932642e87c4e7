"""What the server runs: printed pages first, Django behind them."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.config.settings")

from django.core.wsgi import get_wsgi_application

from dateline.house.parent import leave_with_parent
from dateline.press.serving import LOOK_AGAIN_SECONDS, Front

application = Front(get_wsgi_application(), look_again_seconds=LOOK_AGAIN_SECONDS)

leave_with_parent()
