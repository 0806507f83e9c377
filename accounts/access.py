"""The one door: who may act for which account. An account that is not yours does not exist."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from types import MappingProxyType
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.kept_post import post_keep
from accounts.models import Account, Membership, Role, User
from accounts.two_factor import has_two_factor, session_has_two_factor

P = ParamSpec("P")
# In the session: the account that was open last.
LAST_ACCOUNT = "last_account"
LAST_ACCOUNT_SECONDS = 365 * 24 * 3600


class Right(StrEnum):
    """What a view or command asks for."""

    VIEW = "view"
    WRITE = "write"
    ISSUE = "issue"
    CONNECT = "connect"
    # How documents stand in the ledger: journals, ledger accounts, entries, proofs, mapping.
    BOOKKEEPING = "bookkeeping"
    # Wages: the bookkeeper's, and an owner's only with `Membership.sees_payroll`.
    PAYROLL = "payroll"
    # Who is in the account and what happened in it.
    PEOPLE = "people"
    ACTIVITY = "activity"
    MANAGE = "manage"


RIGHTS_BY_ROLE: Mapping[str, frozenset[Right]] = MappingProxyType(
    {
        Role.OWNER: frozenset(Right) - {Right.PAYROLL},
        Role.BOOKKEEPER: frozenset(Right) - {Right.MANAGE},
        Role.VIEWER: frozenset({Right.VIEW}),
    }
)


def rights_of(membership: Membership) -> frozenset[Right]:
    """Give what a member may do: by role, and wages for an owner who was given that right."""
    rights = RIGHTS_BY_ROLE[membership.role]
    if membership.role == Role.OWNER and membership.sees_payroll:
        return rights | {Right.PAYROLL}
    return rights


@dataclass(frozen=True)
class Access:
    """One person's entrance to one account."""

    account: Account
    membership: Membership
    user: User

    def can(self, right: Right) -> bool:
        """Tell whether the member has the right."""
        return right in rights_of(self.membership)

    @property
    def can_write(self) -> bool:
        """Whether drafts, customers and settings may be changed; for templates."""
        return self.can(Right.WRITE)

    @property
    def can_issue(self) -> bool:
        """Whether documents may be issued; for templates."""
        return self.can(Right.ISSUE)

    @property
    def can_connect(self) -> bool:
        """Whether connections may be made and set up; for templates."""
        return self.can(Right.CONNECT)

    @property
    def can_see_payroll(self) -> bool:
        """Whether wages are shown; for templates."""
        return self.can(Right.PAYROLL)

    @property
    def can_see_people(self) -> bool:
        """Whether the members are shown; for templates."""
        return self.can(Right.PEOPLE)

    @property
    def can_see_activity(self) -> bool:
        """Whether all that happened is shown; for templates."""
        return self.can(Right.ACTIVITY)

    @property
    def can_manage(self) -> bool:
        """Whether members and the plan may be changed; for templates."""
        return self.can(Right.MANAGE)


class TwoFactorNeeded(Exception):
    """The account asks for two-factor login and this session was made without a code."""


class AccountRequest(HttpRequest):
    """A request that came through the door: `access` is set and `user` is logged in."""

    access: Access
    user: User


def access_get(*, user: User, slug: str) -> Access:
    """Give the user's access to the account with this slug.

    Raises Membership.DoesNotExist for an unknown account and for one the user is no member of,
    helpdesk included: from outside the two cannot be told apart.
    """
    membership = Membership.objects.select_related("account").get(user=user, account__slug=slug)
    return Access(account=membership.account, membership=membership, user=user)


def access_enter(
    request: HttpRequest, *, user: User, slug: str, right: Right, without_two_factor: bool = False
) -> Access:
    """Give the user's access by this session, in full: membership, right, two-factor login.

    Sets `request.access` as soon as somebody is a member. Raises Membership.DoesNotExist,
    PermissionDenied (with the reason in words) or TwoFactorNeeded.
    """
    access = access_get(user=user, slug=slug)
    cast(AccountRequest, request).access = access
    if not access.can(right):
        raise PermissionDenied(
            _("Je rol in %(account)s is %(role)s. Vraag een eigenaar om dit voor je te doen.")
            % {"account": access.account.name, "role": access.membership.get_role_display()}
        )
    needed = access.account.requires_two_factor and not without_two_factor
    if needed and not session_has_two_factor(request, user):
        raise TwoFactorNeeded
    return access


AccountView = Callable[Concatenate[AccountRequest, str, P], HttpResponseBase]
RoutedView = Callable[..., HttpResponseBase]


def account_view(
    right: Right, *, keeps_post: bool = False, without_two_factor: bool = False
) -> Callable[[AccountView[P]], RoutedView]:
    """Guard a view `view(request, account_slug, ...)`: only members with the right come in.

    Not logged in: the login page, and 401 for htmx, which would put that page inside the present
    one; with `keeps_post` the view can fetch what was posted by `post_take`. Not a member, or no
    such account: 404. A member without the right: 403 with a plain sentence; so is a session
    without a second factor where the account asks for one, unless `without_two_factor`. The view
    finds its entrance in `request.access`, and whoever inspects it the right in its attribute
    `right`.
    """

    def decorate(view: AccountView[P]) -> RoutedView:
        @wraps(view)
        def guarded(
            request: HttpRequest, account_slug: str, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            user = request.user
            if not isinstance(user, User):
                return _to_login(request, keeps_post)
            try:
                access_enter(
                    request,
                    user=user,
                    slug=account_slug,
                    right=right,
                    without_two_factor=without_two_factor,
                )
            except Membership.DoesNotExist as error:
                raise Http404 from error
            except TwoFactorNeeded:
                return _two_factor_needed(request, user)
            response = view(cast(AccountRequest, request), account_slug, *args, **kwargs)
            _account_remember(request, response, account_slug)
            return response

        guarded.right = right  # type: ignore[attr-defined]
        return guarded

    return decorate


def _to_login(request: HttpRequest, keeps_post: bool) -> HttpResponseBase:
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401)
    if keeps_post and request.method == "POST":
        post_keep(request)
    return redirect_to_login(request.get_full_path())


def _account_remember(request: HttpRequest, response: HttpResponseBase, slug: str) -> None:
    """Remember for the home page; in a cookie, so that no page writes the session for it."""
    if request.COOKIES.get(LAST_ACCOUNT) != slug:
        response.set_cookie(
            LAST_ACCOUNT,
            slug,
            max_age=LAST_ACCOUNT_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _two_factor_needed(request: HttpRequest, user: User) -> HttpResponse:
    context = {"only_code": has_two_factor(user)}
    return render(request, "accounts/two_factor_needed.html", context, status=403)
