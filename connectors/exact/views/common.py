"""What the Exact screens share: the connection, and errors of Exact in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from accounts.access import AccountRequest
from connectors.core.errors import (
    ConnectorError,
    Disconnected,
    Problem,
)
from connectors.core.models import Connection, ConnectionState
from connectors.core.queries import connection_of
from connectors.exact.problems import problem_of
from connectors.exact.services.linking import KIND

P = ParamSpec("P")


def connection_or_404(request: AccountRequest) -> Connection:
    """The account's connection to Exact; a page about one that is not there does not exist."""
    connection = connection_of(request.access.account, KIND)
    if connection is None:
        raise Http404
    return connection


def say(request: AccountRequest, problem: Problem) -> None:
    """Show a problem as a message: what happened, and what to do."""
    messages.error(request, f"{problem.message_text} {problem.cure_text}")


def asks_exact(
    view: Callable[Concatenate[AccountRequest, str, P], HttpResponse],
) -> Callable[Concatenate[AccountRequest, str, P], HttpResponse]:
    """For a view that calls Exact: its errors become a message on the overview, never a 500.

    Below the plan with connectors nothing is asked: the overview explains it.
    """

    @wraps(view)
    def asking(
        request: AccountRequest, account_slug: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        if not request.access.account.may_connect:
            return redirect("exact_overview", account_slug)
        try:
            return view(request, account_slug, *args, **kwargs)
        except ConnectorError as error:
            if isinstance(error, Disconnected):
                _disconnect(connection_or_404(request), error.problem)
            say(request, problem_of(error))
            return redirect("exact_overview", account_slug)

    return cast(Callable[Concatenate[AccountRequest, str, P], HttpResponse], asking)


def _disconnect(connection: Connection, problem: Problem) -> None:
    Connection.objects.filter(pk=connection.pk).update(
        state=ConnectionState.DISCONNECTED, problem=problem.as_json()
    )
