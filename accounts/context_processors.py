"""What every template knows about the visitor's accounts."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Account, User

SHOWN = 8


def access(request: HttpRequest) -> dict[str, Any]:
    """Give `access` (None outside an account) and `my_accounts` (lazy: one query when used).

    Of many accounts the menu shows the first ones; the page of all of them can be searched.
    """
    user = getattr(request, "user", None)
    return {
        "access": getattr(request, "access", None),
        "my_accounts": SimpleLazyObject(partial(_accounts_of, user)),
    }


def _accounts_of(user: object) -> list[Account]:
    if not isinstance(user, User):
        return []
    return list(Account.objects.filter(memberships__user=user).order_by("name")[:SHOWN])
