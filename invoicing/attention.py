"""Which documents somebody must look at: upper packages answer, invoicing only asks."""

from __future__ import annotations

from collections.abc import Callable, Collection

from accounts.models import Account

Source = Callable[[Account], Collection[str]]
_sources: list[Source] = []


def attention_source_add(source: Source) -> None:
    """Add who is asked: it gets an account and gives public ids; adding it twice counts once."""
    if source not in _sources:
        _sources.append(source)


def attention_ids(account: Account) -> frozenset[str]:
    """Give the public ids of the account's documents that need action."""
    return frozenset(public_id for source in _sources for public_id in source(account))
