"""Koppeling opzetten: to Exact and back, and the warning that another account loses its
connection."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import AccountRequest, Right, TwoFactorNeeded, access_enter, account_view
from accounts.models import Membership, User
from connectors.core.errors import ConnectorError, Problem
from connectors.core.models import Connection
from connectors.core.queries import connection_of, queue_counts
from connectors.core.services.schedule import next_pull_at
from connectors.exact.hosts import host_for, is_simulator
from connectors.exact.models import ExactUser, OAuthState
from connectors.exact.problems import problem_of
from connectors.exact.services import linking
from connectors.exact.services.rights import rights_check
from connectors.exact.settings_store import answers_of
from connectors.exact.token_endpoint import TokenRejected, TokenUnclear
from connectors.exact.views.common import asks_exact, connection_or_404
from connectors.exact.views.steps import wizard_steps

PENDING = "exact_pending_link"


@account_view(Right.CONNECT)
@require_GET
def overview(request: AccountRequest, account_slug: str) -> HttpResponse:
    """How the connection stands, or what it needs to be made."""
    account = request.access.account
    connection = connection_of(account, linking.KIND)
    context = {
        "connection": connection,
        "may_connect": account.may_connect,
        "is_simulator": is_simulator(host_for(account)),
    }
    if connection is not None:
        context |= _standing(connection)
    return render(request, "connectors/exact/overview.html", context)


def _standing(connection: Connection) -> dict[str, Any]:
    """What the page tells of a connection."""
    link, answers = connection.exact, answers_of(connection)
    counts = queue_counts(connection)
    steps = wizard_steps(connection.account.slug, answers)
    todo = (step.url for step in steps if step.state != "done" and step.url)
    return {
        "link": link,
        "counts": counts,
        "waiting": counts["ready"] + counts["sending"] + counts["unknown"],
        "attention": counts["refused"] + counts["conflict"],
        "next_pull_at": next_pull_at(connection),
        "steps": steps,
        "next_step_url": "" if answers.is_complete else next(todo, ""),
        "missing_rights": [name for name, granted in link.rights.items() if not granted],
        "problem": Problem.from_json(connection.problem),
        "hold": Problem.from_json(connection.hold),
    }


@account_view(Right.CONNECT)
@require_POST
def start(request: AccountRequest, account_slug: str) -> HttpResponse:
    """To Exact's login; only with a plan that includes connectors."""
    if not request.access.account.may_connect:
        return redirect("exact_overview", account_slug)
    if request.session.session_key is None:
        request.session.save()
    url = linking.link_start(
        account=request.access.account,
        user=request.access.user,
        session_key=request.session.session_key or "",
    )
    return redirect(url)


@require_GET
@login_required
def callback(request: HttpRequest) -> HttpResponse:
    """Back from Exact. The state says for whom; an answer that is not ours is refused without a
    call."""
    user = request.user
    if not isinstance(user, User):
        raise Http404
    try:
        row = linking.state_take(
            state=request.GET.get("state", ""),
            user=user,
            session_key=request.session.session_key or "",
        )
        access = access_enter(request, user=user, slug=row.account.slug, right=Right.CONNECT)
    except (linking.LinkRefused, Membership.DoesNotExist, PermissionDenied, TwoFactorNeeded):
        return render(request, "connectors/exact/link_refused.html", status=400)
    if not access.account.may_connect:
        return render(request, "connectors/exact/link_refused.html", status=400)
    return _answer(request, row, user)


def _answer(request: HttpRequest, row: OAuthState, user: User) -> HttpResponse:
    slug, code = row.account.slug, request.GET.get("code", "")
    if not code:
        messages.warning(
            request, _("Je hebt Exact geen toestemming gegeven. Er is niets veranderd.")
        )
        return redirect("exact_overview", slug)
    try:
        answer = linking.link_answer(row=row, code=code)
    except (TokenRejected, TokenUnclear):
        messages.error(
            request, _("Exact gaf geen toegang. Probeer de koppeling opnieuw op te zetten.")
        )
        return redirect("exact_overview", slug)
    except ConnectorError as error:
        messages.error(request, problem_of(error).message_text)
        return redirect("exact_overview", slug)
    if answer.other is not None:
        request.session[PENDING] = {"slug": slug, "user": answer.exact_user.pk}
        return redirect("exact_confirm", slug)
    return _complete(request, answer, user)


def _complete(request: HttpRequest, answer: linking.LinkAnswer, user: User) -> HttpResponse:
    connection = linking.link_complete(answer=answer, actor=user)
    slug = answer.account.slug
    try:
        missing = rights_check(connection)
    except ConnectorError as error:
        messages.error(request, problem_of(error).message_text)
        return redirect("exact_overview", slug)
    if missing:
        return redirect("exact_overview", slug)
    messages.success(request, _("De koppeling met Exact Online staat. Nu nog de instellingen."))
    return redirect("exact_step_division", slug)


def _pending(request: AccountRequest) -> linking.LinkAnswer:
    pending = request.session.get(PENDING) or {}
    account = request.access.account
    if pending.get("slug") != account.slug:
        raise Http404
    exact_user = ExactUser.objects.filter(pk=pending["user"]).first()
    if exact_user is None:
        raise Http404
    return linking.LinkAnswer(account, exact_user, linking.other_connection(account, exact_user))


@account_view(Right.CONNECT)
def confirm(request: AccountRequest, account_slug: str) -> HttpResponse:
    """The second warning, before the link of another account ends."""
    answer = _pending(request)
    if request.method == "POST":
        request.session.pop(PENDING)
        return _complete(request, answer, request.access.user)
    member = (
        answer.other is not None
        and Membership.objects.filter(
            account=answer.other.account, user=request.access.user
        ).exists()
    )
    context = {
        "answer": answer,
        "other_name": answer.other.account.name if member and answer.other else "",
    }
    return render(request, "connectors/exact/link_confirm.html", context)


@account_view(Right.CONNECT)
@require_POST
def disconnect(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Stop using the link; everything else stays."""
    linking.connection_disconnect(connection=connection_or_404(request), actor=request.access.user)
    messages.success(request, _("De koppeling is verbroken. Je facturen blijven klaarstaan."))
    return redirect("exact_overview", account_slug)


@account_view(Right.CONNECT)
@require_POST
@asks_exact
def check_rights(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Ask Exact again what the linked user may do."""
    connection: Connection = connection_or_404(request)
    if not rights_check(connection):
        messages.success(
            request, _("De gebruiker van de koppeling heeft alle rechten die nodig zijn.")
        )
    return redirect("exact_overview", account_slug)
