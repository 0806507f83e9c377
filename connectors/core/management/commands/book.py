"""`manage.py book --account SLUG`: work the booking queue of an account in the foreground."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser

from connectors.core.errors import Problem
from connectors.core.management.base import AccountCommand, work
from connectors.core.models import Booking, BookingState, Connection, Job, JobKind
from connectors.core.services import schedule
from connectors.core.services.jobs import backlog_request, not_queued

DONE = (BookingState.BOOKED,)


class Command(AccountCommand):
    """Book what waits; prints a line per booking, exits 1 when something needs attention."""

    help = "Work the booking queue of an account in the foreground."

    def add_arguments(self, parser: CommandParser) -> None:
        """--since DATE also puts documents in the queue that were issued before the connection
        was made."""
        super().add_arguments(parser)
        parser.add_argument(
            "--since",
            type=date.fromisoformat,
            metavar="DATE",
            help="also book documents issued since",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the queue and report."""
        connections = self.connections(self.account(options["account"]))
        if options["since"]:
            for connection in connections:
                count = backlog_request(connection=connection, since=options["since"])
                self.stdout.write(f"{count} documenten in de wachtrij gezet")
        schedule.stranded_put()
        for job in work(connections, JobKind.BOOK, options["wait"]):
            self._tell(job)
        self._report(connections)

    def _tell(self, job: Job) -> None:
        booking = Booking.objects.get(connection=job.connection_id, document=job.document_id)
        line = f"{job.document} {booking.get_state_display()}"
        if booking.state == BookingState.BOOKED:
            line += f" {booking.external_number} {booking.total}"
        problem = Problem.from_json(booking.problem) or Problem.from_json(job.problem)
        if problem is not None and booking.state != BookingState.BOOKED:
            line += f": {problem.message_text} {problem.cure_text} [{problem.original}]"
        self.stdout.write(line)

    def _report(self, connections: list[Connection]) -> None:
        bookings = Booking.objects.filter(connection__in=connections)
        booked = bookings.filter(state__in=DONE).count()
        left = bookings.exclude(state__in=DONE).count()
        self.stdout.write(f"geboekt: {booked}, niet geboekt: {left}")
        for connection in connections:
            connection.refresh_from_db()
            for stored in (connection.problem, connection.hold):
                problem = Problem.from_json(stored)
                if problem is not None:
                    self.stdout.write(f"{problem.message_text} {problem.cure_text}")
        waiting = self._not_queued(connections)
        if left:
            raise CommandError(f"{left} documenten zijn niet geboekt.")
        if waiting:
            raise CommandError(f"{waiting} overgenomen documenten staan niet in de wachtrij.")

    def _not_queued(self, connections: list[Connection]) -> int:
        """Say what was issued or imported before the connection was made; only imported documents
        were certainly meant to be booked, the others may stand in the books already."""
        imported = 0
        for connection in connections:
            documents = not_queued(connection)
            first = documents.order_by("issue_date").first()
            if first is not None:
                self.stdout.write(
                    f"{documents.count()} documenten van voor de koppeling staan niet in de "
                    f"wachtrij; boek ze met --since {first.issue_date}"
                )
                imported += documents.filter(is_imported=True).count()
        return imported
