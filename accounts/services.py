"""Making accounts and changing who may do what in them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from accounts.audit import event_record
from accounts.events import account_created
from accounts.models import Account, Membership, Plan, Role, User

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
def account_change_plan(*, account: Account, actor: User | None, plan: str) -> Account:
    """Put the account on another plan."""
    before, account.plan = account.plan, Plan(plan)
    account.save(update_fields=["plan"])
    event_record(
        account=account,
        actor=actor,
        action="account.plan_changed",
        subject_type="account",
        subject_id=account.slug,
        before={"plan": before},
        after={"plan": plan},
    )
    return account


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
def membership_add(*, account: Account, actor: User | None, user: User, role: str) -> Membership:
    """Give a person a role in the account; who has one already gets the new one instead."""
    membership, created = Membership.objects.select_for_update().get_or_create(
        account=account, user=user, defaults={"role": role}
    )
    before = {} if created else {"role": membership.role}
    membership.role = role
    membership.save(update_fields=["role"])
    event_record(
        account=account,
        actor=actor,
        action="membership.added" if created else "membership.changed",
        subject_type="user",
        subject_id=str(user.pk),
        before=before,
        after={"role": role},
    )
    return membership


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
