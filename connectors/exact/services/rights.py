"""What the linked Exact user may do, asked per endpoint (UserHasRights, reference rest.md 2.8).

A MijnKantoor user can log in but not book; a Kantoorgebruiker can (reference
sources/eenvoudigfactureren).
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from connectors.core.errors import Problem, Refused, Who
from connectors.core.models import Connection, ConnectionState
from connectors.exact.client import ExactClient
from connectors.exact.envelope import text_of
from connectors.exact.limits import Urgency
from connectors.exact.models import ExactLink
from connectors.exact.settings_store import answers_of

NEEDED = (
    ("salesentry/SalesEntries", "POST"),
    ("salesentry/SalesEntries", "GET"),
    ("crm/Accounts", "GET"),
    ("crm/Accounts", "POST"),
    ("financial/Journals", "GET"),
    ("financial/GLAccounts", "GET"),
    ("vat/VATCodes", "GET"),
    ("sync/Cashflow/PaymentTerms", "GET"),
)
MY_OFFICE = Problem(
    code="my_office_user",
    message=_(
        "Met deze Exact-gebruiker kun je niet boeken: het is waarschijnlijk een "
        "MijnKantoor-gebruiker."
    ),
    cure=_("Vraag je boekhouder om een Kantoorgebruiker en zet de koppeling daarmee opnieuw op."),
    who=Who.OWNER,
)


def rights_check(connection: Connection) -> list[str]:
    """Ask for every endpoint, keep the answers, and return what is missing ('endpoint action')."""
    client = _client(connection)
    rights = {f"{endpoint} {action}": _may(client, endpoint, action) for endpoint, action in NEEDED}
    ExactLink.objects.filter(connection=connection).update(rights=rights)
    missing = [name for name, granted in rights.items() if not granted]
    connection.refresh_from_db()
    _note(connection, missing)
    return missing


def _client(connection: Connection) -> ExactClient:
    link = connection.exact
    division = link.division
    if not division:
        me = ExactClient(link.exact_user, "", connection=connection).me()
        division = text_of(me, "CurrentDivision")
    return ExactClient(link.exact_user, division, connection=connection, urgency=Urgency.PERSON)


def _may(client: ExactClient, endpoint: str, action: str) -> bool:
    try:
        return client.may(endpoint, action)
    except Refused:
        return False


def _note(connection: Connection, missing: list[str]) -> None:
    if missing:
        Connection.objects.filter(pk=connection.pk).update(
            problem=MY_OFFICE.as_json(), state=ConnectionState.SETUP
        )
    elif connection.state == ConnectionState.SETUP:
        complete = answers_of(connection).is_complete
        Connection.objects.filter(pk=connection.pk).update(
            problem={}, state=ConnectionState.ACTIVE if complete else ConnectionState.SETUP
        )
