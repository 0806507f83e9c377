"""Which extra fields others rely on: upper packages answer, invoicing only asks."""

from __future__ import annotations

from collections.abc import Callable, Collection

from accounts.models import Account

Source = Callable[[Account], Collection[str]]
_sources: list[Source] = []


def extra_use_source_add(source: Source) -> None:
    """Add who is asked: it gets an account and gives fields as 'level:key'; twice counts once."""
    if source not in _sources:
        _sources.append(source)


def extra_uses(account: Account) -> frozenset[str]:
    """Give the account's fields, as 'level:key', that somebody relies on."""
    return frozenset(use for source in _sources for use in source(account))
