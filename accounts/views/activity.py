"""Settings > Activiteit: who did what, and whether the record of it is whole."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import AccountRequest, Right, account_view
from accounts.activity import (
    KIND_WORDS,
    ActivityFilter,
    ActivityKind,
    activity_page,
    activity_people,
)
from accounts.audit import Checkpoint, chain_check
from accounts.models import Account, AuditHead, User
from accounts.plain_forms import PlainForm, refuse_odd_year

# Events that one request looks at: about a second's work.
CHECK_STEP = 10_000
CHECKING = "chain_check"


class ActivityForm(PlainForm):
    """What to show: by person, kind and day."""

    person = forms.TypedChoiceField(label=_("Wie"), required=False, coerce=int, empty_value=None)
    kind = forms.TypedChoiceField(
        label=_("Waarover"), required=False, coerce=ActivityKind, empty_value=None
    )
    since = forms.DateField(
        label=pgettext_lazy("period", "Van"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Schrijf een datum als 2026-11-20.")},
        validators=[refuse_odd_year],
    )
    until = forms.DateField(
        label=pgettext_lazy("period", "Tot en met"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Schrijf een datum als 2026-11-20.")},
        validators=[refuse_odd_year],
    )

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        """Offer these people and every kind."""
        super().__init__(*args, **kwargs)
        offered: dict[str, list[tuple[Any, Any]]] = {
            "person": [("", _("Iedereen")), *((user.pk, _with_address(user)) for user in people)],
            "kind": [("", _("Alles")), *KIND_WORDS.items()],
        }
        for name, choices in offered.items():
            cast(forms.ChoiceField, self.fields[name]).choices = choices


def _with_address(user: User) -> str:
    """Anybody chooses their own name; the address is theirs alone."""
    return f"{user.full_name} ({user.email})" if user.full_name else user.email


@account_view(Right.ACTIVITY)
@require_safe
def settings_activity(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Show what happened in the account, newest first."""
    account = request.access.account
    form = ActivityForm(request.GET, people=activity_people(account=account))
    wanted = ActivityFilter(**form.cleaned_data) if form.is_valid() else ActivityFilter()
    page = activity_page(account=account, wanted=wanted, before=_before(request))
    context = {
        "form": form,
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "page": page,
        "is_first": not _before(request),
        "check": _check_state(request, account),
    }
    return render(request, "accounts/settings_activity.html", context)


@account_view(Right.ACTIVITY)
@require_http_methods(["GET", "HEAD", "POST"])
def chain_check_step(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Look at the next part of the chain and remember how far it was; asked for by GET, the page.

    The state is kept in the session: a long chain takes several requests, which htmx sends by
    itself and a button without it.
    """
    if request.method != "POST":
        return redirect("settings_activity", account_slug)
    account = request.access.account
    known = _known(request, account)
    going_on = known is not None and not known["is_done"] and "next" in request.POST
    start = Checkpoint(known["sequence"], known["hash"]) if known and going_on else Checkpoint()
    check = chain_check(account, start=start, limit=CHECK_STEP)
    broken = (known["broken"] if known and going_on else 0) + len(check.breaks)
    request.session[CHECKING] = {
        "account": account.slug,
        "sequence": check.reached.sequence,
        "hash": check.reached.hash,
        "broken": broken,
        "is_done": check.is_done,
    }
    if request.headers.get("HX-Request") == "true":
        context = {"check": _check_state(request, account)}
        return render(request, "accounts/_chain_check.html", context)
    return redirect("settings_activity", account_slug)


def _known(request: AccountRequest, account: Account) -> dict[str, Any] | None:
    known: dict[str, Any] | None = request.session.get(CHECKING)
    return known if known and known["account"] == account.slug else None


def _check_state(request: AccountRequest, account: Account) -> dict[str, Any]:
    """What the panel shows: how many events there are, and how far the check is."""
    head = AuditHead.objects.filter(account=account).first()
    return {"total": head.sequence if head else 0, "known": _known(request, account)}


def _before(request: AccountRequest) -> int:
    text = request.GET.get("before", "")
    return int(text[:18]) if text.isascii() and text.isdigit() else 0
