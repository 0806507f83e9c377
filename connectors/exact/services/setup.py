"""Completing the wizard with its own proposals, and what changing the settings sets free."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction

from accounts.models import User
from connectors.core.models import BookingState, Connection
from connectors.core.services.jobs import booking_request
from connectors.exact.answers import Answers, Choice
from connectors.exact.booking import PATH as ENTRIES
from connectors.exact.client import ExactClient
from connectors.exact.envelope import Row, quoted, text_of
from connectors.exact.limits import Urgency
from connectors.exact.mapping import vat_key
from connectors.exact.proposals import (
    Proposal,
    fitting_vat_codes,
    percentage_of,
    propose_credit_journal,
    propose_revenue,
    propose_sales_journal,
    propose_vat_code,
)
from connectors.exact.reference import divisions, reference_rows
from connectors.exact.settings_store import answers_of, mapping_save
from connectors.exact.targets import TARGETS
from invoicing.queries.extra_fields import extra_fields_active
from invoicing.queries.vat_pairs import VatPair, vat_pairs

NOW = timedelta(0)
# The steps in which a problem of this code is solved.
STEP_FOR_PROBLEM = {
    "mapping_journal": "exact_step_journals",
    "mapping_revenue": "exact_step_journals",
    "mapping_vat": "exact_step_vat",
    "mapping_extra_type": "exact_step_options",
    "number_refused": "exact_step_journals",
    "account_type": "exact_step_journals",
    "cost_centre": "exact_step_journals",
    "journal": "exact_step_journals",
    "vat_code": "exact_step_vat",
    "guid": "exact_step_options",
}
CURED_BY_SETTINGS = frozenset(STEP_FOR_PROBLEM)


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """One proposal as the command prints it."""

    what: str
    proposal: Proposal | None


def client_of(connection: Connection, division: str = "") -> ExactClient:
    """A client for a person who waits, in the chosen division or the given one."""
    link = connection.exact
    return ExactClient(
        link.exact_user, division or link.division, connection=connection, urgency=Urgency.PERSON
    )


def usable_divisions(connection: Connection) -> list[Row]:
    """The divisions that this user and app may use; the path needs some division, so Me's current
    one."""
    me = ExactClient(connection.exact.exact_user, "", connection=connection).me()
    return divisions(client_of(connection, text_of(me, "CurrentDivision")))


def division_propose(connection: Connection, wanted: str = "") -> Row | None:
    """The wanted division, the one whose name or VAT number is the company's, or the only one."""
    rows = usable_divisions(connection)
    if wanted:
        return next((row for row in rows if text_of(row, "Code") == wanted), None)
    name = connection.account.company.name.casefold()
    same_name = [row for row in rows if text_of(row, "Description").casefold() == name]
    if len(same_name) == 1:
        return same_name[0]
    return rows[0] if len(rows) == 1 else None


def with_division(answers: Answers, row: Row) -> Answers:
    """The answers for this division; another division forgets what was chosen in the first."""
    code = text_of(row, "Code")
    base = answers if answers.division == code else Answers(extra_targets=answers.extra_targets)
    return replace(
        base,
        division=code,
        division_name=text_of(row, "Description"),
        division_country=text_of(row, "Country")[:2],
    )


def numbering_propose(client: ExactClient, journals: list[str]) -> str:
    """'own' when nobody else books in these journals yet, else 'exact' (DESIGN section 7, booking
    number)."""
    condition = " or ".join(f"Journal eq {quoted(code)}" for code in dict.fromkeys(journals))
    page = client.page(ENTRIES, {"$select": "EntryID", "$filter": condition, "$top": "1"})
    return "exact" if page.rows else "own"


def proposals_accept(
    *, connection: Connection, actor: User | None, division: str = ""
) -> list[Proposed]:
    """Answer every step with its proposal and save; what has no proposal stays open and is listed
    as such."""
    row = division_propose(connection, division)
    if row is None:
        return [Proposed(what="division", proposal=None)]
    answers = with_division(answers_of(connection), row)
    client = client_of(connection, answers.division)
    listed = _Listed()
    answers = _propose_journals(client, answers, listed)
    answers = _propose_vat(client, connection, answers, listed)
    answers = replace(answers, extra_targets=targets_propose(connection))
    done = (1, 2, 3, 4) if answers.sales_journal and answers.default_revenue else (1,)
    settings_save(connection=connection, answers=replace(answers, steps_done=done), actor=actor)
    return listed.proposals


class _Listed:
    """Collects proposals while they are applied."""

    def __init__(self) -> None:
        self.proposals: list[Proposed] = []

    def choice(self, what: str, proposal: Proposal | None) -> Choice | None:
        self.proposals.append(Proposed(what=what, proposal=proposal))
        return proposal.choice if proposal else None


def _propose_journals(client: ExactClient, answers: Answers, listed: _Listed) -> Answers:
    journals = reference_rows(client, "journals", fresh_for=NOW)
    accounts = reference_rows(client, "revenue_accounts", fresh_for=NOW)
    sales = listed.choice("sales journal", propose_sales_journal(journals))
    credit = listed.choice("credit journal", propose_credit_journal(journals))
    revenue = listed.choice("revenue account", propose_revenue(accounts))
    codes = [choice.code for choice in (sales, credit) if choice]
    numbering = numbering_propose(client, codes) if codes else "own"
    return replace(
        answers,
        sales_journal=sales,
        credit_journal=credit,
        default_revenue=revenue,
        numbering=numbering,
    )


def _propose_vat(
    client: ExactClient, connection: Connection, answers: Answers, listed: _Listed
) -> Answers:
    codes = reference_rows(client, "vat_codes", fresh_for=NOW)
    chosen = dict(answers.vat)
    for pair in pairs_to_map(connection, codes):
        key = vat_key(*pair)
        choice = listed.choice(f"VAT {key}", propose_vat_code(codes, *pair))
        if choice:
            chosen.setdefault(key, choice)
    return replace(answers, vat=chosen)


def pairs_to_map(connection: Connection, codes: list[Row]) -> list[VatPair]:
    """What the account uses, and every other rate that the division has an exclusive sales code
    for."""
    rates = {percentage_of(row) for row in codes}
    others = [
        VatPair("domestic", rate)
        for rate in sorted(rate for rate in rates if rate)
        if fitting_vat_codes(codes, "domestic", rate)
    ]
    return list(dict.fromkeys([*vat_pairs(connection.account), *others]))


TARGET_WORDS = {
    "YourRef": ("bestel", "referentie", "po", "order", "uw ref"),
    "From": ("vanaf", "van", "from", "begin"),
    "To": ("t/m", "tot", "to", "einde"),
    "Notes": ("notit", "toelicht", "note", "opmerk"),
}


def targets_propose(connection: Connection) -> dict[str, str]:
    """Each target's field of the right level and type whose name speaks of it, as {'level:key':
    property}."""
    fields = list(extra_fields_active(account=connection.account))
    chosen: dict[str, str] = {}
    for target in TARGETS:
        for field in fields:
            key = f"{field.level}:{field.key}"
            fits = field.level == target.level and field.type in target.fits and key not in chosen
            if fits and any(w in field.label.casefold() for w in TARGET_WORDS[target.property]):
                chosen[key] = target.property
                break
    return chosen


def settings_save(*, connection: Connection, answers: Answers, actor: User | None) -> None:
    """Save the answers and try again what the old settings stopped."""
    mapping_save(connection=connection, answers=answers, actor=actor)
    connection.refresh_from_db()
    if connection.is_active:
        stopped_retry(connection)


def stopped_retry(connection: Connection) -> int:
    """Put what waits for settings back in the queue: refusals that they cure, and jobs that a
    hold stopped; returns how many were refused."""
    bookings = connection.bookings.select_related("document")
    stopped = [
        booking
        for booking in bookings.filter(state=BookingState.REFUSED)
        if booking.problem.get("code") in CURED_BY_SETTINGS
    ]
    ready = bookings.filter(state=BookingState.READY)
    with transaction.atomic():
        for booking in [*stopped, *ready]:
            booking_request(connection=connection, document=booking.document)
    return len(stopped)
