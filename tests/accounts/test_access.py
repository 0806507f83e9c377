"""The one door: who comes in, and what they see when they do not."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.test import RequestFactory

from accounts.access import AccountRequest, Right, account_view
from accounts.models import Account, Role, User
from tests.accounts.builders import add_member, make_account, make_user, owner_of

pytestmark = pytest.mark.django_db
MATRIX = {
    Role.OWNER: {
        "view",
        "write",
        "issue",
        "connect",
        "bookkeeping",
        "people",
        "activity",
        "manage",
    },
    Role.BOOKKEEPER: {
        "view",
        "write",
        "issue",
        "connect",
        "bookkeeping",
        "payroll",
        "people",
        "activity",
    },
    Role.VIEWER: {"view"},
}


def visit(user: User | AnonymousUser, slug: str, right: Right) -> HttpResponseBase:
    @account_view(right)
    def page(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponse:
        access = request.access
        return HttpResponse(f"{access.account.slug} {access.membership.role} {public_id}")

    request = RequestFactory().get(f"/{slug}/page/")
    request.user = user
    request.session = SessionStore()
    return page(request, account_slug=slug, public_id="abc")


@pytest.fixture
def account() -> Account:
    return make_account()


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("right", Right)
def test_each_role_may_do_what_the_matrix_says(account: Account, role: str, right: Right) -> None:
    member = add_member(account, role)
    if right in MATRIX[Role(role)]:
        assert visit(member, account.slug, right).status_code == 200
    else:
        with pytest.raises(PermissionDenied, match="eigenaar"):
            visit(member, account.slug, right)


def test_the_view_gets_access_and_the_rest_of_the_address(account: Account) -> None:
    response = visit(owner_of(account), account.slug, Right.VIEW)
    assert isinstance(response, HttpResponse)
    assert response.content.decode() == f"{account.slug} owner abc"


def test_an_account_that_is_not_yours_does_not_exist(account: Account) -> None:
    stranger = owner_of(make_account(name="Ander bedrijf"))
    for slug in (account.slug, "bestaat-niet"):
        with pytest.raises(Http404):
            visit(stranger, slug, Right.VIEW)


def test_the_helpdesk_is_a_stranger_too(account: Account) -> None:
    with pytest.raises(Http404):
        visit(make_user(is_staff=True, is_superuser=True), account.slug, Right.VIEW)


def test_who_is_not_logged_in_goes_to_the_login_page_whether_it_exists_or_not(
    account: Account,
) -> None:
    for slug in (account.slug, "bestaat-niet"):
        response = visit(AnonymousUser(), slug, Right.VIEW)
        assert response.status_code == 302
        assert response["Location"] == f"/accounts/login/?next=/{slug}/page/"


def test_who_leaves_loses_the_right_at_once(account: Account) -> None:
    member = add_member(account, Role.VIEWER)
    assert visit(member, account.slug, Right.VIEW).status_code == 200
    member.memberships.all().delete()
    with pytest.raises(Http404):
        visit(member, account.slug, Right.VIEW)
