"""Runs what the rooms have put off (django-tasks-db): mail, renditions, search and reference index."""

from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult


def run_some(most: int) -> bool:
    """Run at most so many waiting tasks; whether more may be waiting. A task that fails is kept with its reason."""
    if not DBTaskResult.objects.ready().exists():
        return False
    worker = Worker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=most,
        worker_id="dateline", excluded_queue_names=[],
    )  # fmt: skip
    worker.run()
    return DBTaskResult.objects.ready().exists()
