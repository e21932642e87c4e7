"""What the demo newsroom says of itself when it is open."""

from dateline.demo.actions.accounts import DESK, password
from dateline.house.home import home
from dateline.stories.models import Story

ENVOY = "tag:harbourwire.example,2026:envoy-flight"


def addresses(port: int) -> list[str]:
    """Where to look first, one line each: reader, licensed story, Korean edition, desk, who to be there."""
    base = f"http://127.0.0.1:{port}"
    lines = [f"the paper            {base}/", f"the Korean edition   {base}/ko/"]
    if licensed := Story.objects.filter(guid=ENVOY, live=True).first():
        lines.append(f"a licensed story     {base}{licensed.address}")
    return [
        *lines,
        f"the market           {base}/markets/",
        f"readers' mail        {base}/-/demo/mail/",
        f"the desk             {base}/desk/",
        f"                     {DESK}  {password()}",
        f"                     kept, with the other roles, in {home() / 'demo' / 'accounts'}",
    ]
