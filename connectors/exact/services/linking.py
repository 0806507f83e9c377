"""Linking an account to an Exact user: the OAuth round trip, and what it means for another account.

One Exact user serves one account (reference sources/eenvoudigfactureren-exact-online.txt). Exact
itself may kill the
older chain at consent, so the new pair is stored on the user's row first: whoever keeps the
connection keeps working.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from accounts.audit import event_record
from accounts.models import Account, User
from connectors.core import clock
from connectors.core.errors import ConnectorError, Problem, Temporary, Who
from connectors.core.models import Connection, ConnectionState
from connectors.exact.client import UNREACHABLE, ExactClient
from connectors.exact.envelope import guid_of, text_of
from connectors.exact.hosts import host_for
from connectors.exact.models import ExactLink, ExactUser, OAuthState
from connectors.exact.session import link_session
from connectors.exact.token_endpoint import TokenAnswer, TokenRejected, TokenUnclear, exchange
from connectors.exact.tokens import RECONNECT

logger = logging.getLogger(__name__)
KIND = "exact"
NEW = "new:"
STATE_LIFETIME = timedelta(minutes=10)
TAKEN_OVER = Problem(
    code="taken_over",
    message=_(
        "Een ander account in Boekbrug gebruikt nu de Exact-gebruiker van deze koppeling. Je "
        "facturen blijven klaarstaan."
    ),
    cure=_("Koppel opnieuw met een eigen Exact-gebruiker, of vraag raad aan de helpdesk."),
    who=Who.OWNER,
)


class LinkRefused(Exception):
    """The answer does not belong to a round trip that this person began here."""


@dataclass(frozen=True)
class LinkAnswer:
    """What came back: the account it was for, the Exact user, and the account that uses that user
    now."""

    account: Account
    exact_user: ExactUser
    other: Connection | None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def link_start(*, account: Account, user: User, session_key: str) -> str:
    """Begin a round trip; returns the address at Exact to send the browser to."""
    host, state = host_for(account), secrets.token_urlsafe(32)
    OAuthState.objects.create(
        digest=_digest(state),
        account=account,
        user=user,
        session_digest=_digest(session_key),
        host=host,
        created_at=clock.now(),
    )
    # force_login: in an office one browser may still be logged in as somebody else.
    url, _state = link_session().authorization_url(
        f"{host}/api/oauth2/auth", state=state, force_login="1"
    )
    return str(url)


def state_take(*, state: str, user: User, session_key: str) -> OAuthState:
    """Use a state up; raises LinkRefused when it is unknown, used, too old, or of another person
    or session."""
    row = OAuthState.objects.select_related("account").filter(digest=_digest(state)).first()
    fits = (
        row is not None
        and row.user_id == user.pk
        and row.session_digest == _digest(session_key)
        and row.host == host_for(row.account)
        and clock.now() < row.created_at + STATE_LIFETIME
    )
    if row is None or not fits:
        raise LinkRefused
    used = OAuthState.objects.filter(pk=row.pk, used_at__isnull=True).update(used_at=clock.now())
    if not used:
        raise LinkRefused
    return row


def link_answer(*, row: OAuthState, code: str) -> LinkAnswer:
    """Exchange the code and store the pair on the Exact user's row, before anything else is done
    with it.

    Raises TokenRejected or TokenUnclear from the exchange, and the closed set when Exact cannot
    be asked who it is.
    """
    asked_at = clock.now()
    with transaction.atomic():
        fresh = ExactUser.objects.create(
            host=row.host, client_id=settings.EXACT_CLIENT_ID, user_id=f"{NEW}{row.digest[:32]}"
        )
    try:
        exchange(row.host, code, store=lambda pair: _store_pair(fresh.pk, pair, asked_at))
    except (TokenRejected, TokenUnclear):
        ExactUser.objects.filter(pk=fresh.pk, access_token="").delete()
        raise
    exact_user = identify(fresh)
    return LinkAnswer(row.account, exact_user, other_connection(row.account, exact_user))


def identify(fresh: ExactUser) -> ExactUser:
    """Ask Exact whose pair this is, and give it to that user's row; raises the closed set."""
    me = ExactClient(fresh, "").me()
    user_id = guid_of(me, "UserID")
    if not user_id:
        raise Temporary(UNREACHABLE)
    try:
        return _merge(fresh, user_id, text_of(me, "FullName"))
    except IntegrityError:
        # Two first links of one Exact user at the same time: the other made the row.
        return _merge(fresh, user_id, text_of(me, "FullName"))


def unidentified_finish() -> int:
    """Find out whose pairs those are for which Exact did not answer after consent, so that a link
    whose older pair died with that consent keeps working; returns how many were given a home."""
    waiting = ExactUser.objects.filter(user_id__startswith=NEW, is_rejected=False)
    count = 0
    for fresh in waiting.exclude(access_token=""):
        try:
            identify(fresh)
            count += 1
        except ConnectorError as error:
            logger.info("the new pair %s is not identified yet: %s", fresh.pk, error)
    return count


def _store_pair(pk: int, pair: TokenAnswer, asked_at: object) -> None:
    ExactUser.objects.filter(pk=pk).update(
        access_token=pair.access_token,
        refresh_token=pair.refresh_token,
        token_at=clock.now(),
        token_asked_at=asked_at,
    )


def _merge(fresh: ExactUser, user_id: str, name: str) -> ExactUser:
    """Give the pair to the row of this Exact user: the one there is, or this new one."""
    with transaction.atomic():
        fresh.refresh_from_db()
        known = (
            ExactUser.objects.select_for_update()
            .filter(host=fresh.host, client_id=fresh.client_id, user_id=user_id)
            .first()
        )
        if known is None:
            fresh.user_id, fresh.user_name = user_id, name
            fresh.save(update_fields=["user_id", "user_name"])
            return fresh
        known.access_token, known.refresh_token = fresh.access_token, fresh.refresh_token
        known.token_at, known.token_asked_at = fresh.token_at, fresh.token_asked_at
        known.user_name, known.version = name, known.version + 1
        known.attempt_at = known.retried_lost_at = None
        known.is_rejected, known.lease_token, known.lease_until = False, "", None
        known.save()
        fresh.delete()
        return known


def other_connection(account: Account, exact_user: ExactUser) -> Connection | None:
    """The connection of another account that uses this Exact user now; none where it is shared."""
    if exact_user.is_shared:
        return None
    return (
        Connection.objects.select_related("account")
        .filter(exact__exact_user=exact_user)
        .exclude(account=account)
        .exclude(state__in=[ConnectionState.DISCONNECTED, ConnectionState.ENDED])
        .first()
    )


def link_complete(*, answer: LinkAnswer, actor: User) -> Connection:
    """Make the account's connection that of this Exact user; another account's connection over it
    ends."""
    with transaction.atomic():
        if answer.other is not None:
            _end(answer.other, actor)
        connection, _created = Connection.objects.select_for_update().get_or_create(
            account=answer.account, kind=KIND
        )
        connection.state = _state_after_link(connection)
        connection.problem = {}
        connection.linked_by, connection.linked_at = actor, clock.now()
        connection.last_rights_check_at = None
        connection.save()
        ExactLink.objects.update_or_create(
            connection=connection, defaults={"exact_user": answer.exact_user}
        )
        _event(connection, actor, "connection.linked", user=answer.exact_user.user_name)
    return connection


def _state_after_link(connection: Connection) -> str:
    newest = connection.mapping_versions.order_by("-number").first()
    complete = newest is not None and {1, 2, 3, 4} <= set(newest.data.get("steps_done", ()))
    return ConnectionState.ACTIVE if complete else ConnectionState.SETUP


def _end(connection: Connection, actor: User) -> None:
    """The first account's connection ends; its queue and settings are kept for when it links
    again."""
    Connection.objects.filter(pk=connection.pk).update(
        state=ConnectionState.DISCONNECTED, problem=TAKEN_OVER.as_json()
    )
    _event(connection, actor, "connection.taken_over")


def connection_disconnect(*, connection: Connection, actor: User) -> None:
    """Stop using the link; queue, settings and what was booked stay."""
    with transaction.atomic():
        Connection.objects.filter(pk=connection.pk).update(
            state=ConnectionState.DISCONNECTED, problem=RECONNECT.as_json()
        )
        _event(connection, actor, "connection.disconnected")


def hold_release(*, connection: Connection, actor: User | None, numbering: str) -> None:
    """The bookkeeper chose how to go on after Exact gave another number than we sent."""
    with transaction.atomic():
        Connection.objects.filter(pk=connection.pk).update(hold={})
        _event(connection, actor, "connection.numbering_chosen", numbering=numbering)


def _event(connection: Connection, actor: User | None, action: str, **after: str) -> None:
    event_record(
        account=connection.account,
        actor=actor,
        action=action,
        subject_type="connection",
        subject_id=connection.public_id,
        after={"kind": connection.kind, **after},
    )
