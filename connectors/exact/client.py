"""Calls to Exact's REST API: reserve, send, and say in the closed set of errors what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

import requests
from django.utils.translation import gettext_noop as _

from connectors.core.errors import OutcomeUnknown, Problem, Refused, Temporary, Who
from connectors.core.http import calling
from connectors.core.models import Connection
from connectors.exact import limits, refusals
from connectors.exact.envelope import (
    NotAnEnvelope,
    Page,
    Row,
    error_text,
    object_from,
    page_from,
    quoted,
)
from connectors.exact.limits import Urgency
from connectors.exact.models import ExactUser, Quota
from connectors.exact.session import bearer_session
from connectors.exact.tokens import access_token, token_forget
from connectors.exact.transport import never_connected

Answer = TypeVar("Answer")
HEADERS = {"Accept": "application/json"}
# Without Prefer most properties of a POST's answer are null (rest.md 2.6).
POST_HEADERS = {
    **HEADERS,
    "Content-Type": "application/json",
    "Prefer": "return=representation",
}
MOST_PAGES = 2000
UNREACHABLE = Problem(
    code="unreachable",
    message=_("Exact Online is even niet bereikbaar."),
    cure=_("Je hoeft niets te doen: we proberen het vanzelf opnieuw."),
    who=Who.NOBODY,
)


class ExactClient:
    """Speaks for one Exact user in one division; `division` '' is only for current/Me."""

    def __init__(
        self,
        exact_user: ExactUser,
        division: str,
        *,
        connection: Connection | None = None,
        urgency: Urgency = Urgency.BOOKING,
    ) -> None:
        """Bind to a user and a division; `connection` is for the call log."""
        self.exact_user = exact_user
        self.division = division
        self.connection = connection
        self.urgency = urgency
        self._token_used = ""

    def page(self, path: str, params: Mapping[str, str]) -> Page:
        """One page of a list."""
        return self._read(self._url(path), params, path)

    def pages(self, path: str, params: Mapping[str, str]) -> Iterator[Page]:
        """Every page, one after the other (parallel paging loses rows, rest.md 2.6); `__next` is
        followed as given."""
        page = self.page(path, params)
        yield page
        for _number in range(MOST_PAGES):
            if not page.next_url:
                return
            page = self._read(self._own_url(page.next_url), {}, path)
            yield page

    def rows(self, path: str, params: Mapping[str, str]) -> list[Row]:
        """Every row of every page."""
        return [row for page in self.pages(path, params) for row in page.rows]

    def may(self, endpoint: str, action: str) -> bool:
        """Whether this user has the right (UserHasRights, not counted in the limits, rest.md
        2.8)."""
        params = {"endpoint": quoted(endpoint), "action": quoted(action)}
        response = self._get(self._url("users/UserHasRights"), params, "users/UserHasRights")
        answer = _parsed(lambda: object_from(response.text))
        return answer.get("UserHasRights") is True

    def me(self) -> Row:
        """Who is linked; has no division in its path."""
        select = "CurrentDivision,UserID,FullName,Email"
        url = f"{self.exact_user.host}/api/v1/current/Me"
        response = self._get(url, {"$select": select}, "current/Me")
        return _parsed(lambda: object_from(response.text))

    def create(self, path: str, body: Mapping[str, Any]) -> Row:
        """POST one object; raises OutcomeUnknown whenever it is not certain what happened."""
        data = json.dumps(body, ensure_ascii=False).encode()
        try:
            response = self._send("POST", self._url(path), path, data=data, headers=POST_HEADERS)
        except requests.RequestException as error:
            if never_connected(error):
                raise Temporary(UNREACHABLE) from None
            raise OutcomeUnknown(type(error).__name__) from None
        self._common(response, path)
        if response.status_code in (200, 201):
            return _created(response)
        raise _refusal(response)

    # -- below: one request ---------------------------------------------------------------------

    def _url(self, path: str) -> str:
        return f"{self.exact_user.host}/api/v1/{self.division}/{path}"

    def _own_url(self, next_url: str) -> str:
        """`__next` may be relative; it must stay on our own host, as the token goes along."""
        url = urljoin(f"{self.exact_user.host}/api/v1/", next_url.removeprefix("../api/v1/"))
        if urlsplit(url).netloc != urlsplit(self.exact_user.host).netloc:
            raise OutcomeUnknown("the next page is on another host")
        return url

    def _read(self, url: str, params: Mapping[str, str], path: str) -> Page:
        response = self._get(url, params, path)
        return _parsed(lambda: page_from(response.text))

    def _get(self, url: str, params: Mapping[str, str], path: str) -> requests.Response:
        try:
            response = self._send("GET", url, path, params=params, headers=HEADERS)
        except requests.RequestException:
            raise Temporary(UNREACHABLE) from None
        self._common(response, path)
        if response.status_code == 200:
            return response
        if response.status_code not in (400, 403, 404):
            raise Temporary(UNREACHABLE)
        raise Refused(
            refusals.problem_for(response.status_code, _text(response), _reason(response))
        )

    def _send(self, method: str, url: str, path: str, **kwargs: Any) -> requests.Response:
        quota = self._quota()
        token = access_token(self.exact_user.pk)
        reserved = None
        if quota is not None:
            limits.breaker_check(quota, path)
            reserved = limits.reserve(quota, self.urgency)
        with bearer_session(token) as session, calling(self.connection, f"{method} {path}"[:60]):
            response = session.request(method, url, **kwargs)
        self._token_used = token
        if quota is not None and reserved is not None:
            limits.breaker_count(quota, path, response.status_code)
            if response.status_code != 429:
                limits.learn(quota, response.headers, reserved)
        return response

    def _quota(self) -> Quota | None:
        """The limiter's row; calls without a division are not counted by Exact (rest.md 2.1)."""
        if not self.division:
            return None
        quota, _created_now = Quota.objects.get_or_create(
            host=self.exact_user.host,
            client_id=self.exact_user.client_id,
            division=self.division,
        )
        return quota

    def _common(self, response: requests.Response, path: str) -> None:
        """What reading and writing have in common: 401 and 429 were certainly not executed."""
        if response.status_code == 401:
            token_forget(self.exact_user.pk, self._token_used)
            raise Temporary(UNREACHABLE, retry_after=1)
        if response.status_code == 429:
            quota = self._quota()
            if quota is None:
                raise Temporary(UNREACHABLE, retry_after=60)
            raise limits.exhausted(quota, response.headers)


def _text(response: requests.Response) -> str:
    return error_text(response.text)


def _reason(response: requests.Response) -> str:
    return response.headers.get("Reason", "")


def _parsed(read: Callable[[], Answer]) -> Answer:
    try:
        return read()
    except NotAnEnvelope as error:
        raise Temporary(UNREACHABLE) from error


def _created(response: requests.Response) -> Row:
    try:
        return object_from(response.text)
    except NotAnEnvelope as error:
        raise OutcomeUnknown(f"success without an object: {error}") from None


def _refusal(response: requests.Response) -> Refused | OutcomeUnknown:
    """Known words are a refusal; anything else leaves the outcome open (DESIGN section 7)."""
    text, status = _text(response), response.status_code
    if status in (400, 403, 404) and (text or status == 403):
        return Refused(refusals.problem_for(status, text, _reason(response)))
    if status == 500 and refusals.is_known(text):
        return Refused(refusals.problem_for(status, text, ""))
    shown = "" if refusals.is_outage(text) else text
    return OutcomeUnknown(f"status {status}", status=status, text=shown if status == 500 else "")
