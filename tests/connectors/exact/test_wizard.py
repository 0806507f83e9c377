"""The four steps of the settings, as a bookkeeper walks through them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.utils.html import escape

from accounts.models import PaymentSource
from connectors.core.models import BookingState, ConnectionState
from connectors.exact.models import MappingVersion
from connectors.exact.simulator.testing import Running
from invoicing.services.extra_fields import extra_field_create
from tests.accounts.builders import owner_of
from tests.connectors.exact.browser import link
from tests.connectors.exact.shop import BE, Shop, assert_exactly_once
from tests.invoicing.builders import line, make_seller

pytestmark = pytest.mark.django_db
STEPS = ("division", "journals", "vat", "options")
JOURNALS = {
    "sales_journal": "700",
    "credit_journal": "705",
    "numbering": "own",
    "default_revenue": "700000",
}


@pytest.fixture
def fresh(exact: Running) -> Shop:
    """Linked, nothing set up yet."""
    account = make_seller()
    owner = owner_of(account)
    return Shop(exact, account, owner, link(account, owner))


def url(shop: Shop, step: str) -> str:
    return f"/{shop.account.slug}/connect/exact/{step}/"


def post(shop: Shop, step: str, data: dict[str, Any]) -> Any:
    return shop.client().post(url(shop, step), data)


def proposed(shop: Shop, step: str) -> dict[str, Any]:
    """What the page offers, as a form that is sent unchanged."""
    form = shop.client().get(url(shop, step)).context["form"]
    return {
        name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()
    }


def walk(shop: Shop, upto: int = 4) -> None:
    """Send the first steps as they are proposed."""
    for step in STEPS[:upto]:
        data = {"division": str(BE)} if step == "division" else proposed(shop, step)
        answer = post(shop, step, data)
        assert answer.status_code == 302, answer.content.decode()


def test_four_steps_sent_as_proposed_make_the_connection_work(fresh: Shop) -> None:
    walk(fresh)
    assert fresh.refreshed().state == ConnectionState.ACTIVE
    fresh.account.refresh_from_db()
    assert fresh.account.payment_source == PaymentSource.EXACT
    document = fresh.issue()
    fresh.work()
    assert_exactly_once(fresh, document)


def test_no_step_is_reached_before_the_one_before_it_was_saved(fresh: Shop) -> None:
    for before, step in pairwise(STEPS):
        answer = fresh.client().get(url(fresh, step))
        assert answer["Location"] == url(fresh, before)
        walk(fresh, STEPS.index(before) + 1)
        assert fresh.client().get(url(fresh, step)).status_code == 200


WRONG = {
    "division": [("division", "999"), ("division", "")],
    "journals": [
        ("sales_journal", "900"),
        ("sales_journal", ""),
        ("default_revenue", "400000"),
        ("numbering", "random"),
    ],
    "vat": [("domestic:21.00", "1"), ("domestic:21.00", "9"), ("domestic:21.00", "3I")],
    "options": [("YourRef", "line:bestaat_niet"), ("From", "document:x'--")],
}


def test_what_exact_does_not_offer_is_refused_next_to_the_field(fresh: Shop) -> None:
    for step, cases in WRONG.items():
        data = {"division": str(BE)} if step == "division" else proposed(fresh, step)
        versions = MappingVersion.objects.count()
        for field, value in cases:
            answer = post(fresh, step, data | {field: value})
            assert answer.status_code == 422
            errors = answer.context["form"].errors
            assert list(errors) == [field]
            assert escape(errors[field][0]) in answer.content.decode()
        assert MappingVersion.objects.count() == versions
        assert post(fresh, step, data).status_code == 302


def test_one_extra_field_goes_to_one_target(fresh: Shop) -> None:
    for label in ("Bestelnummer", "Opmerking"):
        extra_field_create(
            account=fresh.account, actor=fresh.owner, level="document", label=label, type="text"
        )
    walk(fresh, 3)
    data = proposed(fresh, "options") | {
        "YourRef": "document:bestelnummer",
        "Notes": "document:bestelnummer",
    }
    answer = post(fresh, "options", data)
    assert list(answer.context["form"].errors) == ["Notes"]


def test_only_fields_of_a_fitting_type_are_offered(fresh: Shop) -> None:
    for label, type_ in (("Bestelnummer", "text"), ("Vanaf", "date"), ("Tot", "date")):
        extra_field_create(
            account=fresh.account, actor=fresh.owner, level="line", label=label, type=type_
        )
    walk(fresh, 3)
    fields = fresh.client().get(url(fresh, "options")).context["form"].fields
    offered = {
        name: [key for key, _label in field.choices if key]
        for name, field in fields.items()
        if hasattr(field, "choices")
    }
    assert offered["From"] == ["line:vanaf", "line:tot"]
    assert offered["Notes"] == ["line:bestelnummer"]
    assert offered["YourRef"] == []


def test_extra_fields_end_up_in_the_booked_entry(fresh: Shop) -> None:
    fields = [
        ("document", "Bestelnummer", "text"),
        ("line", "Vanaf", "date"),
        ("line", "Tot", "date"),
        ("line", "Opmerking", "text"),
    ]
    for level, label, type_ in fields:
        extra_field_create(
            account=fresh.account, actor=fresh.owner, level=level, label=label, type=type_
        )
    walk(fresh)
    values = {"vanaf": "2026-11-01", "tot": "2026-12-31", "opmerking": "Zie contract é😀"}
    document = fresh.issue(line(extra=values), extra={"bestelnummer": "PO-77"})
    booking = fresh.booking_after(document)
    entry, (row,) = fresh.stored(booking)
    assert entry["YourRef"] == "PO-77"
    assert (row["From"].date(), row["To"].date()) == (date(2026, 11, 1), date(2026, 12, 31))
    assert row["Notes"] == "Zie contract é😀"
    assert_exactly_once(fresh, document)


def test_a_range_that_ends_before_it_begins_is_refused_before_anything_is_sent(
    fresh: Shop,
) -> None:
    for label in ("Vanaf", "Tot"):
        extra_field_create(
            account=fresh.account, actor=fresh.owner, level="line", label=label, type="date"
        )
    walk(fresh)
    fresh.forget_calls()
    booking = fresh.book(line(extra={"vanaf": "2026-12-01", "tot": "2026-11-01"}))
    assert (booking.state, booking.problem["code"]) == (BookingState.REFUSED, "mapping_range")
    assert not fresh.calls()


def test_offers_are_at_most_15_minutes_old_and_read_at_once_on_request(fresh: Shop) -> None:
    walk(fresh, 1)
    fresh.forget_calls()
    for _turn in range(3):
        fresh.client().get(url(fresh, "journals"))
    assert len(fresh.calls("financial/Journals", "GET")) == 1
    fresh.client().get(url(fresh, "journals") + "?refresh")
    assert len(fresh.calls("financial/Journals", "GET")) == 2
    fresh.sim.advance(901)
    fresh.client().get(url(fresh, "journals"))
    assert len(fresh.calls("financial/Journals", "GET")) == 3
