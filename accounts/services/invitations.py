"""Invitations: a role offered to an e-mail address, taken up by the mailed link."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.audit import event_record
from accounts.models import Account, AuditEvent, Invitation, Membership, User
from accounts.refusals import Refused
from accounts.services.members import owner_required

VALID_FOR = timedelta(days=7)
# Mails that one account sends in a day: enough for a firm, too few for a sender of junk.
MAILS_A_DAY = 20


@transaction.atomic
def invitation_create(
    *, account: Account, actor: User, email: str, role: str
) -> tuple[Invitation, str]:
    """Offer a role to an address; gives the invitation and the link's secret, which is not kept.

    Raises Refused (with its field) for a member, for oneself, for an address that has an open
    invitation, and past the day's number of mails.
    """
    account = owner_required(account, actor)
    email = email.strip().lower()
    _refuse_member(account, actor, email)
    _refuse_or_end_open(account, actor, email)
    _refuse_past_limit(account)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        account=account,
        email=email,
        role=role,
        token_hash=token_hash(token),
        invited_by=actor,
        expires_at=clock.now() + VALID_FOR,
    )
    _record(invitation, actor, "invitation.sent", after=_summary(invitation))
    return invitation, token


@transaction.atomic
def invitation_resend(*, invitation: Invitation, actor: User) -> tuple[Invitation, str]:
    """Start the seven days again with a new link; the link that was mailed before stops working."""
    account = owner_required(invitation.account, actor)
    locked = _open(invitation)
    _refuse_past_limit(account)
    token = secrets.token_urlsafe(32)
    locked.token_hash = token_hash(token)
    locked.expires_at = clock.now() + VALID_FOR
    locked.invited_by = actor
    locked.save(update_fields=["token_hash", "expires_at", "invited_by"])
    _record(locked, actor, "invitation.resent", after=_summary(locked))
    return locked, token


@transaction.atomic
def invitation_withdraw(*, invitation: Invitation, actor: User) -> None:
    """Take the offer back: the link stops working."""
    owner_required(invitation.account, actor)
    _withdraw(_open(invitation), actor)


@transaction.atomic
def invitation_accept(*, invitation: Invitation, user: User) -> Membership:
    """Take up the role, for the person with the invited address; raises Refused otherwise.

    The link came by mail, so the address counts as confirmed.
    """
    account = Account.objects.select_for_update().get(pk=invitation.account_id)
    locked = _open(invitation)
    # Found by its link before the lock: meanwhile it may have been sent again with another one.
    if locked.token_hash != invitation.token_hash:
        raise Refused(_("Deze link werkt niet"))
    if locked.is_expired:
        raise Refused(_("Deze uitnodiging is verlopen."))
    if user.email.lower() != locked.email:
        raise Refused(_("Deze uitnodiging is voor %(email)s.") % {"email": locked.email})
    membership, _created = Membership.objects.get_or_create(
        account=account, user=user, defaults={"role": locked.role}
    )
    locked.accepted_at, locked.accepted_by = clock.now(), user
    locked.save(update_fields=["accepted_at", "accepted_by"])
    _address_confirm(user)
    _record(locked, user, "invitation.accepted", after={"role": membership.role})
    return membership


@transaction.atomic
def invitation_accept_new(
    *, invitation: Invitation, full_name: str, password: str, language: str
) -> User:
    """Make the person that the invitation is for, and take it up; raises Refused if they exist."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                invitation.email, password, full_name=full_name, language=language
            )
    except IntegrityError:
        raise Refused(
            _("Met %(email)s heb je al een login. Meld je aan om de uitnodiging te aanvaarden.")
            % {"email": invitation.email}
        ) from None
    invitation_accept(invitation=invitation, user=user)
    return user


def token_hash(token: str) -> str:
    """Give what is stored of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def _open(invitation: Invitation) -> Invitation:
    locked = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if locked.accepted_at is not None:
        raise Refused(_("Deze uitnodiging is al aanvaard."))
    if locked.withdrawn_at is not None:
        raise Refused(_("Deze uitnodiging is ingetrokken."))
    return locked


def _refuse_member(account: Account, actor: User, email: str) -> None:
    if email == actor.email.lower():
        raise Refused(_("Dit is je eigen adres: jij bent al gebruiker."), "email")
    if Membership.objects.filter(account=account, user__email=email).exists():
        raise Refused(_("%(email)s is al gebruiker van dit account.") % {"email": email}, "email")


def _refuse_or_end_open(account: Account, actor: User, email: str) -> None:
    opened = Invitation.objects.filter(
        account=account, email=email, accepted_at=None, withdrawn_at=None
    ).first()
    if opened is None:
        return
    if not opened.is_expired:
        raise Refused(
            _("%(email)s is al uitgenodigd. Hieronder stuur je de mail opnieuw.")
            % {"email": email},
            "email",
        )
    _withdraw(opened, actor)


def _refuse_past_limit(account: Account) -> None:
    sent = AuditEvent.objects.filter(
        account=account,
        subject_type="invitation",
        action__in=("invitation.sent", "invitation.resent"),
        at__gt=clock.now() - timedelta(days=1),
    ).count()
    if sent >= MAILS_A_DAY:
        raise Refused(
            _("Vandaag zijn er al %(count)d uitnodigingen gestuurd. Morgen kan het weer.")
            % {"count": sent},
            "email",
        )


def _withdraw(invitation: Invitation, actor: User) -> None:
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    _record(invitation, actor, "invitation.withdrawn", before=_summary(invitation))


def _address_confirm(user: User) -> None:
    EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email).update(primary=False)
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


def _summary(invitation: Invitation) -> dict[str, str]:
    return {"email": invitation.email, "role": invitation.role}


def _record(
    invitation: Invitation,
    actor: User,
    action: str,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    event_record(
        account=invitation.account,
        actor=actor,
        action=action,
        subject_type="invitation",
        subject_id=invitation.public_id,
        before=before,
        after=after,
    )
