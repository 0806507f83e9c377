"""Making accounts and changing what holds for a whole account."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import clock
from accounts.audit import event_record
from accounts.events import account_created
from accounts.models import Account, Membership, Plan, Role, User
from accounts.refusals import Refused
from accounts.services.members import owner_required
from accounts.two_factor import has_two_factor

# New accounts of one person in a day: each may send its own invitations.
ACCOUNTS_A_DAY = 20
SLUG_LENGTH = Account._meta.get_field("slug").max_length or 40
# First segments of addresses that are not accounts.
RESERVED_SLUGS = frozenset(
    {"accounts", "account", "admin", "api", "connect", "health", "i18n", "media", "new", "static"}
)


@transaction.atomic
def account_create(
    *, owner: User, name: str, country: str, plan: str = Plan.BASIC, slug: str = ""
) -> Account:
    """Make an account with its owner; announces `account_created`.

    `country` is BE or NL. The slug is made from the name (or the one asked for) and is unique.
    """
    account = Account.objects.create(
        slug=_free_slug(slug or name),
        name=name,
        country=country,
        plan=plan,
        is_practice=settings.PRACTICE,
    )
    Membership.objects.create(account=account, user=owner, role=Role.OWNER)
    account_created.announce(account)
    event_record(
        account=account,
        actor=owner,
        action="account.created",
        subject_type="account",
        subject_id=account.slug,
        after={"name": name, "country": country, "plan": plan},
    )
    return account


@transaction.atomic
def account_start(*, owner: User, name: str, country: str) -> Account:
    """Make another account for somebody who has a login; raises Refused past the day's number."""
    User.objects.select_for_update().get(pk=owner.pk)
    since = clock.now() - timedelta(days=1)
    begun = Membership.objects.filter(user=owner, role=Role.OWNER, created_at__gt=since).count()
    if begun >= ACCOUNTS_A_DAY:
        raise Refused(
            _("Je maakte vandaag al %(count)d accounts. Morgen kan het weer.") % {"count": begun}
        )
    return account_create(owner=owner, name=name, country=country)


@transaction.atomic
def account_change_plan(*, account: Account, actor: User | None, plan: str) -> Account:
    """Put the account on another plan; raises Refused when the actor is no owner any more."""
    locked = owner_required(account, actor)
    before, locked.plan = locked.plan, Plan(plan)
    locked.save(update_fields=["plan"])
    event_record(
        account=locked,
        actor=actor,
        action="account.plan_changed",
        subject_type="account",
        subject_id=locked.slug,
        before={"plan": before},
        after={"plan": plan},
    )
    return locked


@transaction.atomic
def account_change_payment_source(*, account: Account, actor: User | None, source: str) -> Account:
    """Choose where the account's payment status comes from (a PaymentSource value)."""
    before, account.payment_source = account.payment_source, source
    account.save(update_fields=["payment_source"])
    event_record(
        account=account,
        actor=actor,
        action="account.payment_source_changed",
        subject_type="account",
        subject_id=account.slug,
        before={"payment_source": before},
        after={"payment_source": source},
    )
    return account


@transaction.atomic
def account_require_two_factor(*, account: Account, actor: User | None, required: bool) -> Account:
    """Let only members with two-factor login in, or everybody again; twice is once.

    Raises Refused when the actor is no owner any more, and for one without two-factor login.
    """
    locked = owner_required(account, actor)
    if locked.requires_two_factor == required:
        return locked
    if required and actor is not None and not has_two_factor(actor):
        raise Refused(_("Zet eerst tweestapscontrole aan voor jezelf: anders sluit je jezelf uit."))
    locked.requires_two_factor = required
    locked.save(update_fields=["requires_two_factor"])
    event_record(
        account=locked,
        actor=actor,
        action="account.two_factor_required" if required else "account.two_factor_optional",
        subject_type="account",
        subject_id=locked.slug,
        before={"requires_two_factor": not required},
        after={"requires_two_factor": required},
    )
    return locked


def _free_slug(wanted: str) -> str:
    return next(slug for slug in _slugs(wanted) if _is_free(slug))


def _slugs(wanted: str) -> Iterator[str]:
    base = slugify(wanted)[:SLUG_LENGTH].strip("-") or "account"
    yield base
    for number in count(2):
        suffix = f"-{number}"
        yield base[: SLUG_LENGTH - len(suffix)] + suffix


def _is_free(slug: str) -> bool:
    return slug not in RESERVED_SLUGS and not Account.objects.filter(slug=slug).exists()
