"""The one refresh function (DESIGN section 7): one chain per Exact user, one refresh at a time,
nothing lost.

Take the lease by a conditional UPDATE, re-read, write the attempt marker, ask, store by `WHERE
version = seen`
before anything else is done with the answer. Facts: reference rest.md 1.4 to 1.7.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from connectors.core import clock
from connectors.core.errors import Disconnected, Limited, Problem, Temporary, Who
from connectors.exact.limits import BUSY
from connectors.exact.models import ExactUser
from connectors.exact.token_endpoint import TokenAnswer, TokenRejected, TokenUnclear, refresh

# A new token may be asked for only 570 s after the last was issued, and it dies at 600 s
# (rest.md 1.4). We know
# only that it was issued between our asking and our receiving: refresh counts from the later,
# use from the earlier.
REFRESH_FROM = timedelta(seconds=571)
USABLE_FOR = timedelta(seconds=590)
LEASE = timedelta(seconds=150)
LOST_ANSWER_WAIT = timedelta(seconds=600)
RECONNECT = Problem(
    code="reconnect",
    message=_("De koppeling met Exact Online is verbroken. Je facturen blijven klaarstaan."),
    cure=_("Zet de koppeling opnieuw op bij Koppelingen > Exact Online."),
    who=Who.OWNER,
)
REFRESHING = Problem(
    code="refreshing",
    message=_("De toegang tot Exact wordt vernieuwd."),
    cure=_("Je hoeft niets te doen."),
    who=Who.NOBODY,
)


def access_token(exact_user_id: int) -> str:
    """A token that is still good for a call; refreshes when that is needed and allowed.

    Raises Disconnected when the grant is gone, Temporary while another worker refreshes, Limited
    while Exact would
    refuse a refresh or an answer may have been lost.
    """
    user = ExactUser.objects.get(pk=exact_user_id)
    if _is_good(user):
        return user.access_token
    return _refresh(user)


def token_forget(exact_user_id: int, token: str) -> None:
    """Exact answered 401 to this token: whatever our clock says, it must not be used again."""
    user = ExactUser.objects.get(pk=exact_user_id)
    if user.access_token == token:
        ExactUser.objects.filter(pk=user.pk, version=user.version).update(access_token="")


def _is_good(user: ExactUser) -> bool:
    if user.is_rejected or not user.refresh_token:
        raise Disconnected(RECONNECT)
    if not user.access_token:
        return False
    if user.token_at is None or user.token_asked_at is None:
        return False
    return clock.now() < min(user.token_at + REFRESH_FROM, user.token_asked_at + USABLE_FOR)


def _refresh(user: ExactUser) -> str:
    lease = _take_lease(user)
    if lease is None:
        raise Temporary(REFRESHING, retry_after=5)
    try:
        user.refresh_from_db()
        if _is_good(user):
            return user.access_token
        _wait_for_allowed_moment(user)
        return _ask(user)
    finally:
        ExactUser.objects.filter(pk=user.pk, lease_token=lease).update(
            lease_token="", lease_until=None
        )


def _take_lease(user: ExactUser) -> str | None:
    lease = secrets.token_hex(16)
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=clock.now())
    taken = ExactUser.objects.filter(free, pk=user.pk).update(
        lease_token=lease, lease_until=clock.now() + LEASE
    )
    return lease if taken else None


def _wait_for_allowed_moment(user: ExactUser) -> None:
    """Raise Limited while Exact would refuse: too early, or within 600 s of an attempt whose
    answer was lost."""
    now = clock.now()
    if user.attempt_at is not None:
        if user.retried_lost_at is not None:
            _reject(user)
        if now < user.attempt_at + LOST_ANSWER_WAIT:
            raise Limited(user.attempt_at + LOST_ANSWER_WAIT, problem=REFRESHING)
    if user.token_at is not None and now < user.token_at + REFRESH_FROM:
        raise Limited(user.token_at + REFRESH_FROM, problem=REFRESHING)


def _ask(user: ExactUser) -> str:
    seen, started = user.version, clock.now()
    is_retry_of_lost = user.attempt_at is not None
    marked = ExactUser.objects.filter(pk=user.pk, version=seen).update(
        attempt_at=started, retried_lost_at=started if is_retry_of_lost else None
    )
    if not marked:
        raise Temporary(REFRESHING, retry_after=1)
    try:
        answer = refresh(user, store=lambda tokens: _store(user, seen, started, tokens))
    except TokenRejected:
        user.refresh_from_db()
        if user.version == seen:
            _reject(user)
        raise Temporary(REFRESHING, retry_after=1) from None
    except TokenUnclear as unclear:
        _after_unclear(user, seen, unclear)
        raise Limited(clock.now() + unclear.wait, problem=BUSY) from unclear
    return answer.access_token


def _after_unclear(user: ExactUser, seen: int, unclear: TokenUnclear) -> None:
    """What was not executed is no lost attempt; where Exact said 'not yet', that moment is kept,
    for all that ask after this one."""
    if not unclear.not_executed:
        return
    values: dict[str, datetime | None] = {
        "attempt_at": user.attempt_at,
        "retried_lost_at": user.retried_lost_at,
    }
    if unclear.is_told:
        values["token_at"] = clock.now() + unclear.wait - REFRESH_FROM
    ExactUser.objects.filter(pk=user.pk, version=seen).update(**values)


def _store(user: ExactUser, seen: int, started: datetime, tokens: TokenAnswer) -> None:
    """Store the new pair; the version fences a worker that was overtaken."""
    ExactUser.objects.filter(pk=user.pk, version=seen).update(
        version=seen + 1,
        access_token=tokens.access_token,
        refresh_token=tokens.refresh_token or user.refresh_token,
        token_at=clock.now(),
        token_asked_at=started,
        attempt_at=None,
        retried_lost_at=None,
        is_rejected=False,
    )


def _reject(user: ExactUser) -> None:
    ExactUser.objects.filter(pk=user.pk, version=user.version).update(is_rejected=True)
    raise Disconnected(RECONNECT)
