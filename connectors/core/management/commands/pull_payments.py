"""`manage.py pull_payments --account SLUG`: read the payment status of an account now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError

from accounts.models import PaymentSource
from connectors.core.errors import Problem
from connectors.core.management.base import AccountCommand, work
from connectors.core.models import Connection, Job, JobKind, JobState
from connectors.core.services.jobs import URGENT, job_put
from invoicing.models import Payment


class Command(AccountCommand):
    """Pull the payment status; prints each change, exits 1 when something needs attention."""

    help = "Read the payment status of an account from its ledger now."

    def handle(self, *args: Any, **options: Any) -> None:
        """Put the jobs and run them."""
        account = self.account(options["account"])
        connections = self.connections(account)
        if account.payment_source != PaymentSource.EXACT:
            raise CommandError(f"De betaalstatus van {account} komt niet uit Exact.")
        before = set(Payment.objects.filter(account=account).values_list("pk", flat=True))
        jobs = [self._put(connection) for connection in connections]
        for job in work(connections, JobKind.PULL_PAYMENTS, options["wait"]):
            problem = Problem.from_json(job.problem)
            if problem is not None:
                self.stdout.write(f"{problem.message_text} {problem.cure_text}")
        for payment in Payment.objects.filter(account=account).exclude(pk__in=before):
            self.stdout.write(f"{payment.document} {payment.get_reason_display()} {payment.amount}")
        done = Job.objects.filter(pk__in=[job.pk for job in jobs], state=JobState.DONE)
        if done.count() < len(jobs):
            raise CommandError("De betaalstatus kon niet worden opgehaald.")
        self.stdout.write("betaalstatus opgehaald")

    def _put(self, connection: Connection) -> Job:
        return job_put(
            connection=connection, kind=JobKind.PULL_PAYMENTS, document=None, urgency=URGENT
        )
