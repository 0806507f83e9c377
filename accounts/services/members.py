"""Who is a member and with which role. Lock order: the account, its members, the chain last."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import clock
from accounts.access import Right, rights_of
from accounts.audit import event_record
from accounts.models import Account, Invitation, Membership, Role, User
from accounts.refusals import Refused


@transaction.atomic
def membership_add(*, account: Account, actor: User | None, user: User, role: str) -> Membership:
    """Give a person a role in the account; who has one already gets the new one instead."""
    membership, created = Membership.objects.select_for_update().get_or_create(
        account=account, user=user, defaults={"role": role}
    )
    before = {} if created else {"role": membership.role}
    membership.role = role
    membership.save(update_fields=["role"])
    action = "membership.added" if created else "membership.changed"
    _record(membership, actor, action, before, {"role": role})
    return membership


@transaction.atomic
def membership_change_role(*, membership: Membership, actor: User | None, role: str) -> Membership:
    """Give a member another role; raises Refused for the last owner and for one's own role."""
    locked = _locked(membership, actor)
    if locked.role == role:
        return locked
    if actor is not None and actor.pk == locked.user_id:
        raise Refused(_("Je eigen rol wijzig je niet zelf: dat doet een andere eigenaar."), "role")
    _keep_an_owner(locked)
    before = {"role": locked.role, "sees_payroll": locked.sees_payroll}
    # The right to see wages was given to an owner; in another role it is given anew, or goes
    # without saying.
    locked.role, locked.sees_payroll = Role(role), False
    locked.save(update_fields=["role", "sees_payroll"])
    _record(locked, actor, "membership.changed", before, {"role": role, "sees_payroll": False})
    _withdraw_invitations_of(locked, actor)
    return locked


@transaction.atomic
def membership_remove(*, membership: Membership, actor: User | None) -> None:
    """Take a member out of the account, or leave it oneself; raises Refused for the last owner."""
    leaves = actor is not None and actor.pk == membership.user_id
    locked = _locked(membership, None if leaves else actor)
    _keep_an_owner(locked)
    action = "membership.left" if leaves else "membership.removed"
    _record(locked, actor, action, {"role": locked.role}, {})
    _withdraw_invitations_of(locked, actor)
    locked.delete()


@transaction.atomic
def membership_change_payroll(
    *, membership: Membership, actor: User | None, sees_payroll: bool
) -> Membership:
    """Let an owner see wages or not; only who sees them may give that (or the helpdesk: None)."""
    locked = _locked(membership, None)
    if locked.role != Role.OWNER:
        raise Refused(_("Alleen een eigenaar krijgt dit recht; een boekhouder heeft het altijd."))
    if actor is not None and not _sees_payroll(locked.account, actor):
        raise Refused(_("Alleen wie de lonen zelf ziet, geeft dit recht aan een ander."))
    if locked.sees_payroll == sees_payroll:
        return locked
    locked.sees_payroll = sees_payroll
    locked.save(update_fields=["sees_payroll"])
    action = "membership.payroll_given" if sees_payroll else "membership.payroll_taken"
    _record(
        locked, actor, action, {"sees_payroll": not sees_payroll}, {"sees_payroll": sees_payroll}
    )
    return locked


def owner_required(account: Account, actor: User | None) -> Account:
    """Lock the account and give it; raises Refused when the actor is no owner of it by now."""
    locked = Account.objects.select_for_update().get(pk=account.pk)
    owners = Membership.objects.filter(account=locked, role=Role.OWNER)
    if actor is not None and not owners.filter(user=actor).exists():
        raise Refused(_("Je bent geen eigenaar van dit account meer."))
    return locked


def _locked(membership: Membership, actor: User | None) -> Membership:
    # The account first: two owners who remove each other come one after the other.
    account = owner_required(membership.account, actor)
    try:
        return (
            Membership.objects.select_for_update(of=("self",))
            .select_related("account", "user")
            .get(pk=membership.pk, account=account)
        )
    except Membership.DoesNotExist:
        raise Refused(_("Deze gebruiker is al uit het account gehaald.")) from None


def _keep_an_owner(membership: Membership) -> None:
    others = Membership.objects.filter(account=membership.account, role=Role.OWNER).exclude(
        pk=membership.pk
    )
    if membership.role == Role.OWNER and not others.exists():
        raise Refused(
            _("Een account heeft altijd een eigenaar. Maak eerst iemand anders eigenaar."), "role"
        )


def _sees_payroll(account: Account, user: User) -> bool:
    membership = Membership.objects.filter(account=account, user=user).first()
    return membership is not None and Right.PAYROLL in rights_of(membership)


def _withdraw_invitations_of(membership: Membership, actor: User | None) -> None:
    """Who may invite nobody any more leaves no open door behind."""
    opened = Invitation.objects.filter(
        account=membership.account,
        invited_by=membership.user,
        accepted_at=None,
        withdrawn_at=None,
    )
    for invitation in opened:
        event_record(
            account=membership.account,
            actor=actor,
            action="invitation.withdrawn",
            subject_type="invitation",
            subject_id=invitation.public_id,
            before={"email": invitation.email, "role": invitation.role},
        )
    opened.update(withdrawn_at=clock.now())


def _record(
    membership: Membership,
    actor: User | None,
    action: str,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> None:
    event_record(
        account=membership.account,
        actor=actor,
        action=action,
        subject_type="user",
        subject_id=str(membership.user_id),
        before=before,
        after=after,
    )
