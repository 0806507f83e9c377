"""Measure issuing on the database of DATABASE_URL; prints what was found as JSON.

`python -m tests.bench.issuing`: a program of its own, since it makes a test database. The time that
the process with the rules of e-invoicing takes is not counted.
"""

from __future__ import annotations

import copy
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import django

SINGLES, ROUND = 200, 20
BULK = 1000
CUSTOMERS = 40


@dataclass
class Watch:
    """Seconds on the wall without the rules' process, and of this process's CPU."""

    wall: float = 0.0
    cpu: float = 0.0
    rules: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Measure what is done inside."""
        wall, cpu, rules = time.perf_counter(), time.process_time(), self.rules
        yield
        self.wall += time.perf_counter() - wall - (self.rules - rules)
        self.cpu += time.process_time() - cpu

    def outside(self, real: Callable[..., object]) -> Callable[..., object]:
        """Wrap the call of the rules' process, so that its time is known."""

        def timed(*args: object) -> object:
            started = time.perf_counter()
            try:
                return real(*args)
            finally:
                self.rules += time.perf_counter() - started

        return timed


def make_drafts(count: int):  # type: ignore[no-untyped-def]
    """Make drafts of three lines for forty customers: copies of one made by the service."""
    from accounts.models import new_public_id
    from invoicing.models import Document, DocumentLine, DocumentVatTotal
    from tests.invoicing.builders import line, make_customer, make_draft, make_seller

    account = make_seller()
    first = make_draft(account, line("100"), line("50.50"), line("12.34"))
    customers = [make_customer(account, name=f"Klant {n}") for n in range(CUSTOMERS)]
    rows = {DocumentLine: list(first.lines.all()), DocumentVatTotal: list(first.vat_totals.all())}
    drafts = []
    for turn in range(count - 1):
        draft = copy.copy(first)
        draft.pk, draft.public_id = None, new_public_id()
        draft.customer = customers[turn % CUSTOMERS]
        drafts.append(draft)
    Document.objects.bulk_create(drafts)
    for model, originals in rows.items():
        copies = []
        for draft in drafts:
            for original in originals:
                row = copy.copy(original)
                row.pk, row.document = None, draft
                copies.append(row)
        model.objects.bulk_create(copies)
    return account, list(Document.objects.filter(account=account))


def single(watch: Watch) -> list[float]:
    """Issue one by one; gives invoices per second of each round of twenty."""
    from invoicing.services.issuing import document_issue
    from tests.accounts.builders import owner_of

    account, drafts = make_drafts(SINGLES + ROUND)
    owner, rates = owner_of(account), []
    for start in range(0, len(drafts), ROUND):
        before = watch.wall
        for draft in drafts[start : start + ROUND]:
            with watch.running():
                document_issue(document=draft, actor=owner)
        rates.append(ROUND / (watch.wall - before))
    # The first round starts the rules' process and prepares what is prepared once.
    return rates[1:]


def bulk(watch: Watch) -> float:
    """Issue a thousand at once; gives invoices per second."""
    from invoicing.services.bulk_issuing import documents_issue
    from tests.accounts.builders import owner_of

    account, drafts = make_drafts(BULK)
    with watch.running():
        outcome = documents_issue(account=account, actor=owner_of(account), drafts=drafts)
    if len(outcome.issued) != BULK:
        raise RuntimeError(f"not all were issued: {outcome.refused}")
    return BULK / watch.wall


def main() -> None:
    """Run as a program."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.conf import settings
    from django.db import connection

    from invoicing.services.einvoice import validator
    from invoicing.ubl.validation.client import Validator

    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    one, many = Watch(), Watch()
    real = Validator.validate
    try:
        Validator.validate = one.outside(real)  # type: ignore[method-assign, assignment]
        rates = sorted(single(one))
        Validator.validate = many.outside(real)  # type: ignore[method-assign]
        at_once = bulk(many)
    finally:
        validator(settings.UBL_RULES_DIR).close()
        connection.creation.destroy_test_db(name, verbosity=0)
    found = {
        "single": rates[len(rates) // 2],
        "single_best": rates[-1],
        "single_cpu_ms": one.cpu / (SINGLES + ROUND) * 1000,
        "bulk": at_once,
        "bulk_cpu_ms": many.cpu / BULK * 1000,
        "load": os.getloadavg()[0],
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
