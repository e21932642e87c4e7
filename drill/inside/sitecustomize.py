"""Python reads this first in every process that a drill starts: it obeys orders, and has guards taken away.

On the path of no other process: `drill.ground` alone names this folder.
"""

import os
from pathlib import Path

if folder := os.environ.get("DRILL_ORDERS"):
    from drill import orders, sabotage

    orders.listen(Path(folder))
    sabotage.remove(os.environ.get("DRILL_GUARDS_OFF", "").split())
