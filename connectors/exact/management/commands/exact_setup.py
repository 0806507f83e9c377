"""`manage.py exact_setup --account SLUG --accept-proposals`: complete the wizard with its own
proposals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext

from accounts.management.base import ActingCommand, account_by_slug
from connectors.core.errors import ConnectorError
from connectors.core.models import Connection, ConnectionState
from connectors.core.queries import connection_of
from connectors.exact.envelope import text_of
from connectors.exact.problems import problem_of
from connectors.exact.services.linking import KIND, hold_release
from connectors.exact.services.rights import rights_check
from connectors.exact.services.setup import proposals_accept, settings_save, usable_divisions
from connectors.exact.settings_store import answers_of


class Command(ActingCommand):
    """Needs a connection that was made in the browser; exits 1 when booking cannot start yet.

    A VAT treatment for which Exact has no fitting code is listed and stays open: an invoice that
    needs it waits, and says which step to complete.
    """

    help = "Complete the Exact settings of an account with the wizard's own proposals."

    def add_arguments(self, parser: CommandParser) -> None:
        """The account, the consent to proposals, and what may be said instead of a proposal."""
        parser.add_argument("--account", required=True, metavar="SLUG")
        parser.add_argument("--accept-proposals", action="store_true")
        parser.add_argument("--division", default="", help="the code of the division to use")
        parser.add_argument("--numbering", choices=["own", "exact"], help="who gives entry numbers")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the rights, answer the four steps, and say what came of it."""
        connection = self._connection(options["account"])
        try:
            missing = rights_check(connection)
            if missing:
                raise CommandError(f"De Exact-gebruiker mist rechten: {', '.join(missing)}.")
            if options["accept_proposals"]:
                self._accept(connection, options["division"])
        except ConnectorError as error:
            problem = problem_of(error)
            raise CommandError(f"{problem.message_text} {problem.cure_text}") from error
        if options["numbering"]:
            self._numbering(connection, options["numbering"])
        self._report(connection)

    def _connection(self, slug: str) -> Connection:
        account = account_by_slug(slug)
        connection = connection_of(account, KIND)
        if not account.may_connect:
            raise CommandError(f"Het plan van {account} bevat geen koppelingen (Pro of hoger).")
        if connection is None or connection.state == ConnectionState.DISCONNECTED:
            raise CommandError(
                f"{account} is niet verbonden met Exact. Zet de koppeling op in de browser."
            )
        return connection

    def _accept(self, connection: Connection, division: str) -> None:
        for proposed in proposals_accept(connection=connection, actor=None, division=division):
            if proposed.proposal is None:
                self.stdout.write(f"{proposed.what}: geen voorstel, kies zelf in de browser")
            else:
                mark = "" if proposed.proposal.is_certain else " (kijk dit na)"
                reason = gettext(proposed.proposal.reason)
                self.stdout.write(f"{proposed.what}: {proposed.proposal.choice} - {reason}{mark}")
        if not answers_of(connection).division:
            names = [
                f"{text_of(r, 'Code')} {text_of(r, 'Description')}"
                for r in usable_divisions(connection)
            ]
            raise CommandError(f"Kies een administratie met --division: {'; '.join(names)}")

    def _numbering(self, connection: Connection, numbering: str) -> None:
        connection.refresh_from_db()
        if connection.hold:
            hold_release(connection=connection, actor=None, numbering=numbering)
            connection.refresh_from_db()
        answers = replace(answers_of(connection), numbering=numbering)
        settings_save(connection=connection, answers=answers, actor=None)

    def _report(self, connection: Connection) -> None:
        connection.refresh_from_db()
        answers = answers_of(connection)
        self.stdout.write(f"administratie: {answers.division} {answers.division_name}")
        self.stdout.write(f"boekstuknummers: {answers.numbering}")
        self.stdout.write(f"koppeling: {connection.get_state_display()}")
        if connection.state != ConnectionState.ACTIVE:
            raise CommandError("De instellingen zijn niet volledig.")
