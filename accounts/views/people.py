"""The pages that belong to a person instead of an account."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import LAST_ACCOUNT
from accounts.forms import PersonForm
from accounts.models import Account, User
from accounts.services.people import person_end_sessions, person_update
from accounts.two_factor import has_two_factor

LANGUAGE_COOKIE_AGE = 365 * 24 * 3600


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Go to the account that was open last, or the one of longest ago; none: say so."""
    user = cast(User, request.user)
    mine = Account.objects.filter(memberships__user=user).order_by("memberships__pk")
    last = mine.filter(slug=request.COOKIES.get(LAST_ACCOUNT, "")).first()
    account = last or mine.first()
    if account is None:
        return render(request, "accounts/account_none.html")
    return redirect("dashboard", account.slug)


@require_POST
def language_set(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language with the user, and in a cookie for the login page."""
    language = request.POST.get("language", "")
    response = redirect(_next_page(request))
    if language not in dict(settings.LANGUAGES):
        return response
    if isinstance(request.user, User):
        request.user.language = language
        request.user.save(update_fields=["language"])
    return _with_language(response, language)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest) -> HttpResponse:
    """Show and change who you are, with the ways to protect your login."""
    user = cast(User, request.user)
    start = {"full_name": user.full_name, "language": user.language}
    form = PersonForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        person_update(user=user, **form.cleaned_data)
        translation.activate(user.language)
        messages.success(request, _("Je gegevens zijn bewaard."))
        return _with_language(redirect("person"), user.language)
    context = {"form": form, "with_two_factor": has_two_factor(user)}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "accounts/person.html", context, status=status)


@login_required
@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Log the person out everywhere but here."""
    user = person_end_sessions(user=cast(User, request.user))
    update_session_auth_hash(request, user)
    messages.success(request, _("Overal afgemeld, behalve hier."))
    return redirect("person")


def nowhere(request: HttpRequest) -> HttpResponse:
    """Stand in front of a library's page that Boekbrug does not have."""
    raise Http404


def _with_language(response: HttpResponse, language: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=LANGUAGE_COOKIE_AGE, samesite="Lax"
    )
    return response


def _next_page(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if is_ours else "/"
