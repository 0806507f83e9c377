"""The four steps as stepper and overview show them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from connectors.exact.answers import Answers

STEPS = ("division", "journals", "vat", "options")


@dataclass(frozen=True)
class Step:
    """One step as the stepper shows it."""

    title: str
    url: str
    state: str


def _titles() -> dict[str, str]:
    return {
        "division": _("Administratie"),
        "journals": _("Dagboeken en grootboek"),
        "vat": _("Btw"),
        "options": _("Opties"),
    }


def wizard_steps(slug: str, answers: Answers, *, current: int = 0) -> list[Step]:
    """The steps of an account's settings; a step is reachable once the one before it was saved."""
    titles = _titles()
    steps = []
    for number, name in enumerate(STEPS, start=1):
        reachable = number == 1 or number - 1 in answers.steps_done
        done = "done" if number in answers.steps_done else "todo"
        steps.append(
            Step(
                title=titles[name],
                url=reverse(f"exact_step_{name}", args=[slug]) if reachable else "",
                state="current" if number == current else done,
            )
        )
    return steps
