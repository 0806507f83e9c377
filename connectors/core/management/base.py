"""What the operators' commands share: the account, and working its queue in the foreground."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from django.core.management.base import CommandError, CommandParser

from accounts.management.base import ActingCommand, account_by_slug
from accounts.models import Account
from connectors.core import clock, runner
from connectors.core.models import Connection, ConnectionState, Job, JobState
from connectors.core.queries import live_connections

LIVE = (JobState.READY, JobState.RUNNING, JobState.WAITING)
PAUSE_SECONDS = 0.5


class AccountCommand(ActingCommand):
    """A command for one account; exits 1 when something needs attention."""

    def add_arguments(self, parser: CommandParser) -> None:
        """--account SLUG and --wait SECONDS."""
        parser.add_argument("--account", required=True, metavar="SLUG")
        parser.add_argument(
            "--wait",
            type=float,
            default=600.0,
            metavar="SECONDS",
            help="how long to wait for jobs whose time has not come (default 600)",
        )

    def account(self, slug: str) -> Account:
        """The account with this slug; a clear error where there is none."""
        return account_by_slug(slug)

    def connections(self, account: Account) -> list[Connection]:
        """The account's connections that work; a clear error where there is none."""
        if not account.may_connect:
            raise CommandError(f"Het plan van {account} bevat geen koppelingen (Pro of hoger).")
        found = live_connections(account)
        if not found:
            raise CommandError(f"{account} heeft nog geen koppeling. Zet ze op in de browser.")
        for connection in found:
            if connection.state != ConnectionState.ACTIVE:
                raise CommandError(
                    f"De koppeling van {account} met {connection.kind} "
                    f"is {connection.get_state_display()}."
                )
        return found


def work(connections: list[Connection], kind: str, wait: float) -> Iterator[Job]:
    """Run the jobs of this kind until none is left or none comes due in time; yields each run."""
    pks = [connection.pk for connection in connections]
    return _work(lambda: _live(pks, kind), wait)


def _live(pks: list[int], kind: str) -> list[Job]:
    # A connection that broke off meanwhile keeps its queue, but there is nothing to wait for.
    jobs = Job.objects.filter(
        connection__in=pks,
        connection__state=ConnectionState.ACTIVE,
        kind=kind,
        state__in=LIVE,
    )
    return list(jobs.order_by("urgency", "not_before", "pk"))


def _work(live: Callable[[], list[Job]], wait: float) -> Iterator[Job]:
    deadline = time.monotonic() + wait
    while jobs := live():
        ran = None
        for job in jobs:
            if job.not_before <= clock.now() or job.state == JobState.RUNNING:
                ran = runner.run(job.pk)
                if ran is not None:
                    yield ran
                    break
        if ran is None:
            if time.monotonic() >= deadline:
                return
            time.sleep(PAUSE_SECONDS)
