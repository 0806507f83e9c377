"""System checks of the domain, at start and in `manage.py check`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from invoicing.ubl.validation.findings import RuleSet
from invoicing.ubl.validation.rules import RulesMissing, rule_file


def register_checks() -> None:
    """Hang up the checks; twice counts once."""
    register(rules_are_here)


def rules_are_here(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a rules folder that does not hold the rules: e-invoices would never be accepted."""
    if not settings.UBL_RULES_DIR:
        return []
    folder = Path(settings.UBL_RULES_DIR)
    errors: list[CheckMessage] = []
    for rules in (RuleSet.PEPPOL, RuleSet.NLCIUS):
        try:
            rule_file(rules, folder)
        except RulesMissing as error:
            hint = "See 'E-invoices' in docs/operations.md, or leave UBL_RULES_DIR empty."
            errors.append(Error(f"UBL_RULES_DIR: {error}.", hint=hint, id="invoicing.E001"))
    return errors
