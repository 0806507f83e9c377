"""Walks every address of an account as every role, against the table of what each role may."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from accounts.access import Right
from accounts.models import Account, Membership, Role, User
from tests.accounts.builders import add_member, make_user, owner_of
from tests.invoicing.builders import make_customer, make_draft, make_issued, make_seller
from tests.test_strangers import SLUG, of_accounts

# Which right each page asks for. A new page is added here, by the right that it should have.
PAGES = {
    Right.VIEW: """
        account_leave booking_panel customer_list dashboard invoice_detail invoice_list
        invoice_page invoice_pdf invoice_ubl product_list supplier_list
    """,
    Right.WRITE: """
        company_logo company_sample credit_edit credit_new customer_archive customer_edit
        customer_inline customer_new
        customer_options customer_restore invoice_delete invoice_edit invoice_new number_example
        payment_condition_archive payment_condition_restore payment_conditions_usual payment_new
        payment_undo payments_pull product_archive product_edit product_new product_options
        product_restore revenue_group_archive revenue_group_restore settings_company
        settings_extra_field settings_extra_field_archive settings_extra_field_delete
        settings_extra_field_move settings_extra_field_new settings_extra_field_restore
        settings_extra_fields settings_number_format settings_numbering
        settings_payment_condition settings_payment_conditions settings_revenue_group
        settings_revenue_groups supplier_archive supplier_edit supplier_new supplier_restore
    """,
    Right.ISSUE: "booking_create invoice_issue invoices_issue",
    Right.CONNECT: """
        connection_list exact_confirm exact_disconnect exact_overview exact_rights exact_start
    """,
    Right.BOOKKEEPING: """
        exact_numbering exact_relation exact_step_division exact_step_journals exact_step_options
        exact_step_vat
    """,
    Right.PAYROLL: "member_payroll",
    Right.PEOPLE: "settings_people",
    Right.ACTIVITY: "settings_activity chain_check",
    Right.MANAGE: """
        invitation_again invitation_end invitation_new member_remove settings_member settings_plan
        two_factor_required
    """,
}
ASKED = {name: right for right, names in PAGES.items() for name in names.split()}
MAY = {
    Role.OWNER: set(Right) - {Right.PAYROLL},
    Role.BOOKKEEPER: set(Right) - {Right.MANAGE},
    Role.VIEWER: {Right.VIEW},
}


def routes(
    resolver: URLResolver | None = None, prefix: str = ""
) -> dict[str, tuple[str, Right | None]]:
    """Each address of an account by route: its name and the right that its view is guarded with."""
    found: dict[str, tuple[str, Right | None]] = {}
    for entry in (resolver or get_resolver()).url_patterns:
        if not isinstance(entry.pattern, RoutePattern):
            continue
        route = f"{prefix}{entry.pattern._route}"
        if isinstance(entry, URLResolver):
            found |= routes(entry, route)
        elif isinstance(entry, URLPattern) and SLUG in route:
            found[route] = (entry.name or "", getattr(entry.callback, "right", None))
    return found


def test_every_page_asks_for_the_right_of_the_table() -> None:
    assert dict(routes().values()) == ASKED


@pytest.fixture
def account(db: None) -> Account:
    return make_seller()


@pytest.fixture
def public_ids(account: Account) -> list[str]:
    return [make(account).public_id for make in (make_customer, make_draft, make_issued)]


def people(account: Account) -> dict[str, User]:
    """One member of each role; the helpdesk's as well, to whom being helpdesk gives nothing."""
    viewer = make_user(is_staff=True, is_superuser=True)
    Membership.objects.create(account=account, user=viewer, role=Role.VIEWER)
    return {
        Role.OWNER: owner_of(account),
        Role.BOOKKEEPER: add_member(account, Role.BOOKKEEPER),
        Role.VIEWER: viewer,
    }


@pytest.mark.parametrize("role", Role.values)
def test_each_role_is_let_in_or_refused_as_the_table_says(
    account: Account, public_ids: list[str], role: str
) -> None:
    """Refused is 403 for GET and POST alike; who is let in is not sent anything by this walk."""
    client = Client()
    client.force_login(people(account)[role])
    known, wrong = routes(), []
    for address in of_accounts():
        name, _right = known[address.route]
        is_admitted = ASKED[name] in MAY[Role(role)]
        for path in {address.filled(account.slug, public_id) for public_id in public_ids}:
            answers = [client.get(path).status_code]
            answers += [] if is_admitted else [client.post(path).status_code]
            if any((status == 403) == is_admitted for status in answers):
                wrong.append((role, name, answers))
    assert wrong == []


def test_what_is_refused_is_said_in_a_plain_sentence(account: Account) -> None:
    client = Client()
    client.force_login(people(account)[Role.VIEWER])
    page = client.get(f"/{account.slug}/settings/people/").content.decode()
    assert "Dit mag je niet met jouw rol" in page
    assert "Je rol in" in page
    assert "is kijker" in page


def test_the_menu_shows_a_role_only_what_it_may_open(account: Account) -> None:
    shown = {}
    for role, user in people(account).items():
        client = Client()
        client.force_login(user)
        page = client.get(f"/{account.slug}/").content.decode()
        shown[role] = {
            part
            for part in ("/connect/", "/settings/company/", "/invoices/new/")
            if f"/{account.slug}{part}" in page
        }
    assert shown[Role.OWNER] == {"/connect/", "/settings/company/", "/invoices/new/"}
    assert shown[Role.BOOKKEEPER] == shown[Role.OWNER]
    assert shown[Role.VIEWER] == set()


def test_the_tabs_of_the_settings_follow_the_role(account: Account) -> None:
    shown = {}
    for role, user in people(account).items():
        client = Client()
        client.force_login(user)
        page = client.get(f"/{account.slug}/settings/company/").content.decode()
        shown[role] = [tab for tab in ("people", "activity", "plan") if f"/settings/{tab}/" in page]
    assert shown[Role.OWNER] == ["people", "activity", "plan"]
    assert shown[Role.BOOKKEEPER] == ["people", "activity"]
    assert shown[Role.VIEWER] == []
