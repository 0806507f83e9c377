"""Which of the user's own fields are matched to a field of Exact."""

from __future__ import annotations

from accounts.models import Account
from connectors.exact.answers import Answers
from connectors.exact.models import MappingVersion
from invoicing.extra_uses import extra_use_source_add


def register() -> None:
    """Answer invoicing's question which fields somebody relies on."""
    extra_use_source_add(fields_matched)


def fields_matched(account: Account) -> set[str]:
    """The fields, as 'level:key', that any version of the account's settings matched."""
    versions = MappingVersion.objects.filter(connection__account=account)
    return {
        name
        for data in versions.values_list("data", flat=True)
        for name in Answers.from_json(data).extra_targets
    }
