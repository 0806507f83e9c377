"""Making, changing and archiving revenue groups; the key never changes."""

from __future__ import annotations

from itertools import count

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import Account, User
from invoicing.models import RevenueGroup
from invoicing.problems import Problem, Refused
from invoicing.services.changes import (
    account_locked,
    default_taken,
    row_archive,
    row_change,
    row_record,
    row_restore,
    row_unchanged,
)


class RevenueGroupRefused(Refused):
    """The group cannot be changed like that; per field."""


@transaction.atomic
def revenue_group_create(
    *, account: Account, actor: User | None, name: str, key: str = "", is_default: bool = False
) -> RevenueGroup:
    """Make a revenue group; the default one is what a new line starts with (one per account).

    Without a `key` it gets one from its name. Raises RevenueGroupRefused for an empty name and for
    one that is taken.
    """
    account_locked(account)
    name = name.strip()
    others = RevenueGroup.objects.filter(account=account)
    if problems := _name_problems(name, others):
        raise RevenueGroupRefused(problems)
    if is_default:
        default_taken(others)
    key = key or revenue_group_key(account=account, name=name)
    group = RevenueGroup.objects.create(account=account, key=key, name=name, is_default=is_default)
    row_record(group, actor, "created", {}, {"name": name, "is_default": is_default})
    return group


@transaction.atomic
def revenue_group_update(
    *, group: RevenueGroup, actor: User | None, name: str, is_default: bool, seen: str = ""
) -> RevenueGroup:
    """Change name or default; mappings rest on the key, so that stays.

    `seen` is the fingerprint of what somebody looked at. Raises RevenueGroupRefused for a name that
    is empty or taken, and for taking the default away without giving it to another; RowChanged when
    somebody else changed it since.
    """
    account_locked(group.account)
    row_unchanged(group, seen)
    group.refresh_from_db()
    others = RevenueGroup.objects.filter(account=group.account).exclude(pk=group.pk)
    problems = _name_problems(name.strip(), others)
    if group.is_default and not is_default:
        problems.append(Problem("is_default", _("Maak eerst een andere omzetgroep de gewone.")))
    if is_default and group.archived_at:
        problems.append(Problem("is_default", _("Zet de omzetgroep eerst terug.")))
    if problems:
        raise RevenueGroupRefused(problems)
    if is_default:
        default_taken(others)
    wanted = {"name": name.strip(), "is_default": is_default}
    return row_change(row=group, actor=actor, wanted=wanted)


@transaction.atomic
def revenue_group_archive(*, group: RevenueGroup, actor: User | None) -> RevenueGroup:
    """Stop offering a group; lines that have it keep it. Raises RevenueGroupRefused for the
    default.
    """
    if group.is_default:
        message = _("Maak eerst een andere omzetgroep de gewone.")
        raise RevenueGroupRefused([Problem("is_default", message)])
    return row_archive(row=group, actor=actor)


@transaction.atomic
def revenue_group_restore(*, group: RevenueGroup, actor: User | None) -> RevenueGroup:
    """Offer an archived group again."""
    return row_restore(row=group, actor=actor)


def revenue_group_key(*, account: Account, name: str) -> str:
    """Make a key from a name that no group of the account has yet, of at most 40 characters."""
    taken = set(RevenueGroup.objects.filter(account=account).values_list("key", flat=True))
    base = slugify(name)[:36].strip("-") or "groep"
    keys = (base if number == 1 else f"{base}-{number}" for number in count(1))
    return next(key for key in keys if key not in taken)


def _name_problems(name: str, others: QuerySet[RevenueGroup]) -> list[Problem]:
    if not name:
        return [Problem("name", _("Geef de omzetgroep een naam."))]
    if others.filter(name__iexact=name).exists():
        return [Problem("name", _("Er is al een omzetgroep met deze naam."))]
    return []
