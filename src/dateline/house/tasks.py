"""Runs what the rooms have put off (django-tasks-db): mail, renditions, search and reference index."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from dateline.house.home import node

# So many times a task is begun that takes its process along each time.
MOST_STARTS = 3
KEPT_FOR = timedelta(days=1)


def are_waiting() -> bool:
    """Whether anything is put off that may be run now, or that a process of this node fell over."""
    return are_ready() or bool(_left_behind())


def are_ready() -> bool:
    """Whether anything is put off that may be run now."""
    return bool(DBTaskResult.objects.ready().exists())


def run_some(most: int) -> bool:
    """Run at most so many waiting tasks; whether more may be waiting. A task that fails is kept with its reason."""
    if not are_ready():
        return False
    worker = Worker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=most,
        worker_id=_worker(), excluded_queue_names=[],
    )  # fmt: skip
    worker.run()
    return are_ready()


def take_up_again() -> int:
    """Have run again what a process of this node was at when it fell; how many. Only who alone runs them may ask.

    A task that was begun three times and never ended is given up, and kept as failed.
    """
    left = _left_behind()
    with transaction.atomic():
        for task in left:
            if len(task.worker_ids) >= MOST_STARTS:
                task.set_failed(RuntimeError("each process that began it fell"))
            else:
                task.status = TaskResultStatus.READY
                task.save(update_fields=["status"])
    return len(left)


def forget_done(at: datetime) -> int:
    """Forget what was done well a day ago, which is a row a save. What failed is kept, with its reason."""
    gone, _ = DBTaskResult.objects.successful().filter(finished_at__lt=at - KEPT_FOR).delete()
    return gone


def _left_behind() -> list[Any]:
    """What stands as begun, by a process of this node."""
    return [task for task in DBTaskResult.objects.running() if task.worker_ids[-1:] == [_worker()]]


def _worker() -> str:
    """This node, whatever its machine is called by now: a container has another name after each upgrade."""
    return f"dateline {node()}"
