"""Python reads this first in every process that a drill starts: it obeys orders, has guards taken away, and
is told a wrong time.

On the path of no other process: `drill.ground` alone names this folder.
"""

import os
from pathlib import Path

if folder := os.environ.get("DRILL_ORDERS"):
    from drill import orders, sabotage

    orders.listen(Path(folder))
    sabotage.remove(os.environ.get("DRILL_GUARDS_OFF", "").split())
if clock := os.environ.get("DRILL_CLOCK"):
    from drill import clocks

    clocks.listen(Path(clock))
