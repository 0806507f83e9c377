"""A linked business with its outbox, and what its simulator saw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.test import Client

from accounts.models import Account, User
from connectors.core import runner
from connectors.core.models import (
    Booking,
    BookingState,
    Connection,
    Job,
    JobKind,
    JobState,
)
from connectors.core.services.jobs import job_put
from connectors.core.services.schedule import due_jobs
from connectors.exact.models import ExactUser
from connectors.exact.services.setup import proposals_accept, settings_save
from connectors.exact.settings_store import answers_of
from connectors.exact.simulator import terms
from connectors.exact.simulator.actions import add_account, by_hand
from connectors.exact.simulator.entries import create
from connectors.exact.simulator.properties import SHAPES, check_body
from connectors.exact.simulator.testing import Running
from invoicing.models import Document
from invoicing.queries.documents import document_get
from tests.accounts.builders import owner_of
from tests.connectors.exact.browser import link_without_screens
from tests.connectors.exact.middleman import Middleman
from tests.invoicing.builders import make_issued, make_seller

BE, NL, PEPPOL = 3100001, 3100002, 3100003
ENTRIES = "salesentry/SalesEntries"


@dataclass
class Shop:
    """An account that books in division 3100001 of the simulator."""

    sim: Running
    account: Account
    owner: User
    connection: Connection

    def issue(self, *lines: Any, **values: Any) -> Document:
        """Issue a document, which puts its booking in the queue."""
        return make_issued(self.account, *lines, **values)

    def credit(self, invoice: Document, *lines: Any) -> Document:
        """Issue a credit note for an invoice."""
        return self.issue(*lines, kind="credit_note", original=invoice)

    def book(self, *lines: Any, **values: Any) -> Booking:
        """Issue a document, run what is due, and give its booking."""
        return self.booking_after(self.issue(*lines, **values))

    def booking_after(self, document: Document, seconds: float = 0) -> Booking:
        """Its booking, after that much time and everything that comes due."""
        if seconds:
            self.later(seconds)
        else:
            self.work()
        return self.booking(document)

    def booking(self, document: Document) -> Booking:
        return Booking.objects.get(document=document)

    def work(self) -> None:
        """Work the queue as the sweep does, until nothing is due."""
        for _turn in range(60):
            ids = due_jobs()
            if not ids:
                return
            for job_id in ids:
                runner.run(job_id)
        raise AssertionError("the queue never comes to rest")

    def work_fully(self) -> None:
        """Work the queue however long it is."""
        while ids := due_jobs():
            for job_id in ids:
                runner.run(job_id)

    def later(self, seconds: float) -> None:
        """Let time pass and work the queue."""
        self.sim.advance(seconds)
        self.work()

    def job(self, document: Document | None = None) -> Job:
        """The newest job of this document (None: the newest pull)."""
        return Job.objects.filter(connection=self.connection, document=document).latest("pk")

    def pull(self) -> Job:
        """Read the payment status now."""
        job = job_put(connection=self.connection, kind=JobKind.PULL_PAYMENTS, document=None)
        self.work()
        job.refresh_from_db()
        return job

    def fault(self, kind: str, path: str = ENTRIES, method: str = "POST", **values: Any) -> None:
        """Arm a fault for the next such call."""
        self.sim.control("faults", kind=kind, path=path, method=method, **values)

    def option(self, **values: Any) -> None:
        """Turn switches of the simulator."""
        self.sim.control("options", **values)

    def entries(self, document: Document, division: int = BE) -> list[dict[str, Any]]:
        """What stands in the ledger for this document."""
        rows: list[dict[str, Any]] = self.sim.read("entries", division=division)
        return [row for row in rows if (row["description"] or "").endswith(document.number)]

    def calls(self, path: str = ENTRIES, method: str = "POST") -> list[dict[str, Any]]:
        """The calls that the simulator saw."""
        rows: list[dict[str, Any]] = self.sim.read("journal", limit=100_000)
        return [row for row in rows if path in row["path"] and row["method"] == method]

    def forget_calls(self) -> None:
        self.sim.control("journal/clear")

    def pay(self, booking: Booking, amount: str = "") -> None:
        """A customer pays in Exact."""
        values = {"amount": amount} if amount else {}
        name = "entries/pay-part" if amount else "entries/pay"
        self.sim.control(name, division=BE, entry=booking.external_id, **values)

    def ledger(self, action: str, booking: Booking, **values: Any) -> None:
        """Somebody does something with the entry in Exact."""
        self.sim.control(f"entries/{action}", division=BE, entry=booking.external_id, **values)

    def paid(self, document: Document) -> tuple[str, str]:
        """The payment state and the open amount as the screens show them."""
        self.account.refresh_from_db()
        found = document_get(account=self.account, public_id=document.public_id)
        return str(found.payment_state), f"{found.open_amount:.2f}"

    def refreshed(self) -> Connection:
        self.connection.refresh_from_db()
        return self.connection

    def client(self, user: User | None = None) -> Client:
        """A browser of this person, the owner unless told otherwise."""
        client = Client()
        client.force_login(user or self.owner)
        return client

    def ask_again(self, document: Document) -> None:
        """Press 'Opnieuw proberen', and let the workers work."""
        url = f"/{self.account.slug}/connect/exact/documents/{document.public_id}/book/"
        assert self.client().post(url).status_code == 302
        self.work()

    def save_settings(self, **values: Any) -> None:
        """Save the wizard's answers with these changed."""
        answers = replace(answers_of(self.connection), **values)
        settings_save(connection=self.connection, answers=answers, actor=self.owner)
        self.connection.refresh_from_db()

    def point_at(self, address: str) -> None:
        """Let the linked user's Exact live at this address."""
        ExactUser.objects.filter(links__connection=self.connection).update(host=address)
        self.connection = Connection.objects.get(pk=self.connection.pk)

    def through(self, between: Middleman) -> None:
        """From now on every call passes the middleman."""
        self.point_at(between.base_url)

    def somebody_books(self, *, amount: str = "100.00", customer: str = "", **values: Any) -> str:
        """A person books that much at 21 % in the sales journal in Exact; gives the EntryID."""
        sim = self.sim.state
        with sim.lock, sim.store.transaction():
            context = by_hand(sim, BE)
            account = context.by_code("gl_account", "700000") or context.rows("gl_account")[-1]
            line = {"GLAccount": account["ID"], "AmountFC": amount, "VATCode": "3"}
            body = {
                "Journal": "700",
                "Customer": customer or context.rows("account")[0]["ID"],
                "SalesEntryLines": [line],
                **values,
            }
            checked = check_body(SHAPES[ENTRIES], body, "P", sim.options)
            return str(create(context, {}, checked)["EntryID"])

    def relation(self, name: str, **values: Any) -> str:
        """A relation that stands in Exact already; gives its id."""
        sim = self.sim.state
        with sim.lock, sim.store.transaction():
            return str(add_account(sim, {"division": BE, "name": name, **values})["id"])

    def change_relation(self, key: str, **values: Any) -> None:
        """A person changes a relation in Exact."""
        with self.sim.state.lock, self.sim.state.store.transaction():
            row = self.sim.state.store.get("account", BE, key)
            self.sim.state.store.put("account", BE, key, {**(row or {}), **values})

    def erase_relation(self, name: str) -> None:
        """A person deletes a relation in Exact."""
        with self.sim.state.lock, self.sim.state.store.transaction():
            for key, row in self.sim.state.store.items("account", BE):
                if row["Name"] == name:
                    self.sim.state.store.delete("account", BE, key)

    def stored(self, booking: Booking) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The entry as Exact keeps it, and its lines."""
        with self.sim.state.lock, self.sim.state.store.transaction():
            context = by_hand(self.sim.state, BE)
            entry = context.get("entry", booking.external_id)
            return entry or {}, context.find("line", "EntryID", booking.external_id)

    def edit(self, booking: Booking) -> None:
        """A person edits the entry, which makes its terms again under other identifiers."""
        sim = self.sim.state
        with sim.lock, sim.store.transaction():
            context = by_hand(sim, BE)
            entry = context.get("entry", booking.external_id) or {}
            head = context.find("transaction", "EntryID", booking.external_id)[0]
            terms.write(context, entry, head["ID"])

    def rewrite(self, booking: Booking, **values: Any) -> None:
        """A person changes the entry of a booking in Exact."""
        with self.sim.state.lock, self.sim.state.store.transaction():
            row = self.sim.state.store.get("entry", BE, booking.external_id)
            self.sim.state.store.put("entry", BE, booking.external_id, {**row, **values})

    def history(self) -> dict[str, Any]:
        """What the simulator's checker says of everything so far."""
        believed = [
            {"division": row.division, "entry_id": row.external_id, "amount": f"{row.total:.2f}"}
            for row in Booking.objects.filter(state=BookingState.BOOKED)
        ]
        found: dict[str, Any] = self.sim.control("history", believed=believed)
        return found


def assert_exactly_once(shop: Shop, document: Document) -> Booking:
    """One entry stands for the document, and it is the one that Boekbrug holds."""
    booking = shop.booking(document)
    assert booking.state == BookingState.BOOKED, (booking.state, booking.problem)
    (entry,) = shop.entries(document)
    assert entry["entry_id"] == booking.external_id
    assert entry["total"] == booking.total
    history = shop.history()
    assert not history["duplicates"]
    assert not history["blind_resends"]
    assert not history["lost"]
    assert not history["differing"]
    assert shop.job(document).state == JobState.DONE
    return booking


def open_shop(sim: Running, *, country: str = "BE", division: int = BE) -> Shop:
    """A seller, linked and set up with the wizard's own proposals."""
    account = make_seller(country)
    owner = owner_of(account)
    connection = link_without_screens(account, owner)
    proposals_accept(connection=connection, actor=owner, division=str(division))
    connection.refresh_from_db()
    account.refresh_from_db()
    opened = Shop(sim, account, owner, connection)
    opened.forget_calls()
    return opened
