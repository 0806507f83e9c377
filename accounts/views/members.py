"""Settings > Gebruikers: who is in the account, with which role, and who is invited."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import AccountRequest, Right, account_view
from accounts.forms import InvitationForm, RoleForm
from accounts.invitation_mail import invitation_mail
from accounts.models import Invitation, Membership, Role
from accounts.queries import invitations_open, members_of
from accounts.refusals import Refused
from accounts.roles import ROLE_WORDS
from accounts.services.accounts import account_require_two_factor
from accounts.services.invitations import (
    invitation_create,
    invitation_resend,
    invitation_withdraw,
)
from accounts.services.members import (
    membership_change_payroll,
    membership_change_role,
    membership_remove,
)


@account_view(Right.PEOPLE)
@require_safe
def settings_people(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Show the members and the open invitations."""
    return _people(request, InvitationForm())


@account_view(Right.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_new(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Invite somebody by e-mail; asked for by GET, it is the page of the members."""
    if request.method != "POST":
        return redirect("settings_people", account_slug)
    form = InvitationForm(request.POST)
    if form.is_valid():
        try:
            invitation, token = invitation_create(
                account=request.access.account, actor=request.user, **form.cleaned_data
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            _mail(request, invitation, token)
            return redirect("settings_people", account_slug)
    return _people(request, form, status=422)


@account_view(Right.MANAGE)
@require_POST
def invitation_again(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponse:
    """Mail an invitation again, with a new link."""
    invitation = _invitation(request, public_id)
    try:
        invitation, token = invitation_resend(invitation=invitation, actor=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        _mail(request, invitation, token)
    return redirect("settings_people", account_slug)


@account_view(Right.MANAGE)
@require_POST
def invitation_end(request: AccountRequest, account_slug: str, public_id: str) -> HttpResponse:
    """Withdraw an invitation."""
    invitation = _invitation(request, public_id)
    done = _("De uitnodiging voor %(email)s is ingetrokken.") % {"email": invitation.email}
    return _try(
        request, lambda: invitation_withdraw(invitation=invitation, actor=request.user), done
    )


@account_view(Right.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def settings_member(request: AccountRequest, account_slug: str, membership_id: int) -> HttpResponse:
    """Show one member and change the role."""
    member = _member(request, membership_id)
    form = RoleForm(request.POST or None, initial={"role": member.role})
    if request.method == "POST" and form.is_valid():
        try:
            membership_change_role(
                membership=member, actor=request.user, role=form.cleaned_data["role"]
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("De rol van %(name)s is bewaard.") % {"name": member.user})
            return redirect("settings_people", account_slug)
    status = 422 if form.is_bound and form.errors else 200
    context = {"member": member, "form": form}
    return render(request, "accounts/settings_member.html", context, status=status)


@account_view(Right.MANAGE)
@require_POST
def member_remove(request: AccountRequest, account_slug: str, membership_id: int) -> HttpResponse:
    """Take a member out of the account."""
    member = _member(request, membership_id)
    done = _("%(name)s is geen gebruiker meer.") % {"name": member.user}
    if member.user == request.user:
        return redirect("account_leave", account_slug)
    return _try(request, lambda: membership_remove(membership=member, actor=request.user), done)


@account_view(Right.PAYROLL)
@require_POST
def member_payroll(request: AccountRequest, account_slug: str, membership_id: int) -> HttpResponse:
    """Let an owner see the wages, or not any more."""
    member = _member(request, membership_id)
    wanted = request.POST.get("sees_payroll") == "yes"
    done = (
        _("%(name)s ziet nu de lonen.") if wanted else _("%(name)s ziet de lonen niet meer.")
    ) % {"name": member.user}
    return _try(
        request,
        lambda: membership_change_payroll(
            membership=member, actor=request.user, sees_payroll=wanted
        ),
        done,
    )


@account_view(Right.MANAGE)
@require_POST
def two_factor_required(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Ask two-factor login of every member, or not any more."""
    wanted = request.POST.get("required") == "yes"
    account = request.access.account
    done = (
        _("Alle gebruikers hebben nu tweestapscontrole nodig.")
        if wanted
        else _("Tweestapscontrole is niet meer verplicht.")
    )
    return _try(
        request,
        lambda: account_require_two_factor(account=account, actor=request.user, required=wanted),
        done,
    )


def _try(request: AccountRequest, change: Callable[[], object], done: str) -> HttpResponse:
    try:
        change()
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, done)
    return redirect("settings_people", request.access.account.slug)


def _people(request: AccountRequest, form: InvitationForm, status: int = 200) -> HttpResponse:
    account = request.access.account
    context = {
        "members": members_of(account=account),
        "invitations": invitations_open(account=account),
        "roles": [(role.label, ROLE_WORDS[role]) for role in Role],
        "form": form,
    }
    return render(request, "accounts/settings_people.html", context, status=status)


def _mail(request: AccountRequest, invitation: Invitation, token: str) -> None:
    # Not the host that the browser named: the mail's link is where Boekbrug says that it stands.
    url = settings.BASE_URL.rstrip("/") + reverse("invitation", args=[token])
    if invitation_mail(invitation, url):
        text = _("De uitnodiging is naar %(email)s gemaild. De link werkt 7 dagen.")
        messages.success(request, text % {"email": invitation.email})
    else:
        text = _(
            "De mail naar %(email)s kon niet vertrekken. De uitnodiging staat klaar: stuur ze "
            "straks opnieuw."
        )
        messages.warning(request, text % {"email": invitation.email})


def _member(request: AccountRequest, membership_id: int) -> Membership:
    return get_object_or_404(members_of(account=request.access.account), pk=membership_id)


def _invitation(request: AccountRequest, public_id: str) -> Invitation:
    return get_object_or_404(
        Invitation.objects.select_related("account"),
        account=request.access.account,
        public_id=public_id,
    )
