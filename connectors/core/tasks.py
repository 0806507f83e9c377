"""The Celery tasks: each takes ids and calls one function; retries live in the Job row."""

from celery import shared_task

from connectors.core import runner
from connectors.core.registry import connectors
from connectors.core.services import schedule


@shared_task
def run_job(job_id: int) -> None:
    """Run one job, if it is due and nobody else runs it."""
    runner.run(job_id)


@shared_task
def sweep() -> None:
    """Find due jobs that were never nudged, whose time has come, or whose worker died."""
    schedule.stranded_put()
    for job_id in schedule.due_jobs():
        runner.run(job_id)


@shared_task
def schedule_pulls() -> None:
    """Put a pull job for every connection whose payment status is due, and let each connector
    finish what an interruption left."""
    schedule.pulls_put()
    for connector in connectors():
        connector.tidy()
