"""What the link in an invitation opens: who asks, which account, which role; and taking it up."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import NewPersonForm
from accounts.models import Invitation, User
from accounts.refusals import Refused
from accounts.roles import ROLE_WORDS
from accounts.services.invitations import invitation_accept, invitation_accept_new, token_hash


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show the invitation, and take it up for the person that it is for."""
    found = _find(token)
    if found is None or not _is_open(found):
        return _gone(request, found)
    if request.method == "POST" and isinstance(request.user, User):
        try:
            invitation_accept(invitation=found, user=request.user)
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect("invitation", token)
        return _welcome(request, found)
    return render(request, "accounts/invitation.html", _context(request, found, token))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_new_person(request: HttpRequest, token: str) -> HttpResponse:
    """Let somebody without a login choose a name and a password, and take the invitation up."""
    found = _find(token)
    if found is None or not _is_open(found):
        return _gone(request, found)
    if request.user.is_authenticated:
        return redirect("invitation", token)
    form = NewPersonForm(request.POST or None, email=found.email)
    if request.method == "POST" and form.is_valid():
        try:
            user = invitation_accept_new(
                invitation=found,
                full_name=form.cleaned_data["full_name"],
                password=form.cleaned_data["password"],
                language=(get_language() or settings.LANGUAGE_CODE)[:2],
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
            return _welcome(request, found)
    context = _context(request, found, token) | {"form": form}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "accounts/invitation_new_person.html", context, status=status)


@require_POST
def invitation_switch(request: HttpRequest, token: str) -> HttpResponse:
    """Log out who is not meant, and come back to the invitation."""
    logout(request)
    return redirect("invitation", token)


def _find(token: str) -> Invitation | None:
    invitations = Invitation.objects.select_related("account", "invited_by", "accepted_by")
    return invitations.filter(token_hash=token_hash(token)).first()


def _is_open(found: Invitation) -> bool:
    ended = found.accepted_at or found.withdrawn_at
    return not ended and not found.is_expired


def _context(request: HttpRequest, found: Invitation, token: str) -> dict[str, object]:
    user = request.user
    back = reverse("invitation", args=[token])
    return {
        "invitation": found,
        "token": token,
        "role_words": ROLE_WORDS[found.role],
        "is_mine": isinstance(user, User) and user.email.lower() == found.email,
        "login_url": f"{reverse('account_login')}?{urlencode({'next': back})}",
    }


def _welcome(request: HttpRequest, found: Invitation) -> HttpResponse:
    text = _("Welkom bij %(account)s.") % {"account": found.account.name}
    messages.success(request, text)
    return redirect("dashboard", found.account.slug)


def _gone(request: HttpRequest, found: Invitation | None) -> HttpResponse:
    """Say plainly why a link does not work; a link that never was tells nothing more."""
    if found is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    is_mine = found.accepted_by is not None and found.accepted_by == request.user
    context = {"invitation": found, "is_mine": is_mine}
    return render(request, "accounts/invitation_gone.html", context, status=410)
