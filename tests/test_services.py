"""A real worker on the real broker and database: `make test-services`."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection as database
from django.db import transaction

from accounts.models import Account, Plan
from connectors.core import clock
from connectors.core.models import Connection, ConnectionState, Job, JobKind, JobState
from connectors.core.services.jobs import NORMAL, job_put
from tests.processes import ROOT, eventually

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def worker() -> Iterator[subprocess.Popen[bytes]]:
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    environment = os.environ | {"DATABASE_URL": f"{server}/{database.settings_dict['NAME']}"}
    command = [sys.executable, "-m", "celery", "--quiet", "--app", "config", "worker"]
    command += ["--pool", "prefork", "--concurrency", "2", "--without-gossip", "--without-mingle"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    yield process
    process.terminate()
    process.wait(30)


def test_the_run_really_uses_postgresql_and_redis() -> None:
    assert database.vendor == "postgresql"
    assert settings.CELERY_BROKER_URL.startswith("redis://")


def test_a_job_written_in_a_transaction_reaches_a_worker_by_its_nudge(
    worker: subprocess.Popen[bytes],
) -> None:
    account = Account.objects.create(slug="nudge", name="Nudge", plan=Plan.PRO)
    connection = Connection.objects.create(
        account=account, kind="exact", state=ConnectionState.ACTIVE, created_at=clock.now()
    )
    with transaction.atomic():
        job_put(connection=connection, kind=JobKind.PULL_PAYMENTS, document=None, urgency=NORMAL)
    job = Job.objects.get()

    def was_tried() -> bool:
        job.refresh_from_db()
        return job.attempts == 1 and job.state != JobState.RUNNING

    eventually(was_tried, lambda: f"{job.state} after {job.attempts} attempts")
    assert job.problem  # it is linked to nothing, and the worker says so instead of failing
    assert worker.poll() is None
