"""After the first time: codes that vanish, rights that go, and proposals per division."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.core.models import BookingState, ConnectionState
from connectors.exact.models import MappingVersion, ReferenceSet
from connectors.exact.services.setup import proposals_accept
from connectors.exact.settings_store import answers_of
from connectors.exact.simulator.testing import Running
from tests.accounts.builders import owner_of
from tests.connectors.exact.browser import link
from tests.connectors.exact.shop import BE, NL, PEPPOL, Shop, assert_exactly_once
from tests.invoicing.builders import make_seller

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


@pytest.mark.parametrize("answer", ["empty", "403"])
def test_a_list_that_is_empty_for_lack_of_rights_keeps_the_settings_and_says_so(
    shop: Shop, answer: str
) -> None:
    before, rows = answers_of(shop.connection), ReferenceSet.objects.get(kind="journals").rows
    shop.option(missing_rights_get=answer, rights_removed="financial/Journals:GET")
    page = shop.client().get(url(shop, "journals") + "?refresh", follow=True)
    assert "Kantoorgebruiker" in page.content.decode()
    assert ReferenceSet.objects.get(kind="journals").rows == rows
    assert answers_of(shop.connection) == before


def test_exact_being_away_shows_a_message_and_no_error_page(shop: Shop) -> None:
    shop.point_at("http://127.0.0.1:9")
    for step in STEPS[:3]:
        page = shop.client().get(url(shop, step) + "?refresh", follow=True)
        assert page.status_code == 200
        assert "niet bereikbaar" in page.content.decode()


def delete_code(shop: Shop, kind: str, code: str) -> None:
    with shop.sim.state.lock, shop.sim.state.store.transaction():
        for key, row in shop.sim.state.store.items(kind, BE):
            if row["Code"].strip() == code:
                shop.sim.state.store.delete(kind, BE, key)


def test_a_vat_code_that_was_deleted_in_exact_is_refused_shown_and_replaced(shop: Shop) -> None:
    delete_code(shop, "vat_code", "3")
    booking = shop.book()
    assert (booking.state, booking.problem["code"]) == (BookingState.REFUSED, "vat_code")
    page = shop.client().get(f"/{shop.account.slug}/invoices/{booking.document.public_id}/")
    assert url(shop, "vat") in page.content.decode()
    step = shop.client().get(url(shop, "vat") + "?refresh").content.decode()
    assert "Code 3 was gekozen" in step
    with shop.sim.state.lock, shop.sim.state.store.transaction():
        row = next(r for r in shop.sim.state.store.rows("vat_code", BE) if r["Code"].strip() == "9")
        shop.sim.state.store.put("vat_code", BE, row["ID"], {**row, "IsBlocked": False})
    shop.client().get(url(shop, "vat") + "?refresh")
    data = proposed(shop, "vat") | {"domestic:21.00": "9"}
    assert post(shop, "vat", data).status_code == 302
    shop.work()
    assert_exactly_once(shop, booking.document)


def test_a_rate_without_a_code_is_refused_before_sending_and_goes_on_once_chosen(
    shop: Shop,
) -> None:
    vat = dict(answers_of(shop.connection).vat)
    without = {key: choice for key, choice in vat.items() if key != "domestic:21.00"}
    shop.save_settings(vat=without)
    booking = shop.book()
    assert (booking.state, booking.problem["code"]) == (BookingState.REFUSED, "mapping_vat")
    assert not shop.calls()
    shop.save_settings(vat=vat)
    shop.work()
    assert_exactly_once(shop, booking.document)


def test_each_save_is_a_new_version_and_the_old_ones_stay(shop: Shop) -> None:
    first = MappingVersion.objects.count()
    shop.save_settings(numbering="exact")
    shop.save_settings(numbering="own")
    assert [each.number for each in MappingVersion.objects.order_by("number")] == list(
        range(1, first + 3)
    )


def test_another_division_forgets_what_was_chosen_in_the_first(shop: Shop) -> None:
    post(shop, "division", {"division": str(PEPPOL)})
    answers = answers_of(shop.connection)
    assert (answers.division, answers.sales_journal, answers.vat) == (str(PEPPOL), None, {})


@pytest.mark.parametrize(
    ("country", "division", "journals", "pairs"),
    [
        (
            "BE",
            BE,
            ("700", "705"),
            {
                "domestic:21.00": "3",
                "domestic:6.00": "1",
                "be_cocontractor:0.00": "45",
                "eu_services:0.00": "44",
                "eu_goods:0.00": "46",
                "export_goods:0.00": "47",
            },
        ),
        ("NL", NL, ("70", "71"), {"domestic:21.00": "2", "domestic:9.00": "4"}),
        ("BE", PEPPOL, None, {"domestic:25.00": None, "domestic:15.00": None}),
    ],
)
def test_the_proposals_fit_the_division(
    exact: Running, country: str, division: int, journals: Any, pairs: dict[str, Any]
) -> None:
    account = make_seller(country)
    owner = owner_of(account)
    connection = link(account, owner)
    proposals_accept(connection=connection, actor=owner, division=str(division))
    answers = answers_of(connection)
    assert answers.is_complete
    assert answers.default_revenue is not None
    if journals:
        assert answers.sales_journal is not None
        assert answers.credit_journal is not None
        assert (answers.sales_journal.code, answers.credit_journal.code) == journals
    for key, code in pairs.items():
        assert key in answers.vat, sorted(answers.vat)
        assert code in (None, answers.vat[key].code)


def test_a_division_that_is_not_ours_to_reach_is_not_offered(exact: Running) -> None:
    account = make_seller()
    owner = owner_of(account)
    connection = link(account, owner, divisions=(BE,))
    shop = Shop(exact, account, owner, connection)
    form = shop.client().get(url(shop, "division")).context["form"]
    assert [code for code, _label in form.fields["division"].choices if code] == [str(BE)]


@pytest.mark.parametrize("missing", ["hrm_divisions", "system_divisions"])
def test_one_missing_list_of_divisions_does_not_matter(fresh: Shop, missing: str) -> None:
    fresh.option(**{missing: "missing"})
    walk(fresh)
    assert fresh.refreshed().state == ConnectionState.ACTIVE


def test_settings_of_a_user_without_rights_do_not_start_the_booking(fresh: Shop) -> None:
    fresh.option(rights_removed="salesentry/SalesEntries:POST")
    fresh.client().post(f"/{fresh.account.slug}/connect/exact/rights/")
    walk(fresh)
    assert fresh.refreshed().state == ConnectionState.SETUP
    assert fresh.connection.problem["code"] == "my_office_user"


def test_without_booking_at_issue_an_invoice_is_booked_when_asked(fresh: Shop) -> None:
    walk(fresh, 3)
    data = proposed(fresh, "options")
    data.pop("book_at_issue")
    post(fresh, "options", data)
    document = fresh.issue()
    fresh.work()
    assert not fresh.calls()
    fresh.ask_again(document)
    assert_exactly_once(fresh, document)


def test_the_preview_shows_what_is_sent(shop: Shop) -> None:
    booking = shop.book()
    page = shop.client().get(url(shop, "options")).content.decode()
    assert f"Factuur {booking.document.number}" in page
