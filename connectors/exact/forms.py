"""The forms of the wizard's four steps; every choice is one that Exact offers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from connectors.exact.answers import Answers, Choice
from connectors.exact.envelope import Row, text_of
from connectors.exact.mapping import vat_key
from connectors.exact.proposals import by_code, choice_of, fitting_vat_codes, usable_journals
from connectors.exact.targets import TARGETS, Target
from invoicing.models import ExtraField
from invoicing.queries.vat_pairs import VatPair

EMPTY = ("", _("Kies…"))
NUMBERING = [
    ("own", _("Boekbrug nummert: het dagboek is alleen voor Boekbrug")),
    ("exact", _("Exact nummert: in dit dagboek wordt ook anders geboekt")),
]


def _options(choices: Iterable[Choice]) -> list[tuple[str, Any]]:
    return [EMPTY, *((choice.code, str(choice)) for choice in choices)]


class StepForm(forms.Form):
    """A step's form; labels stand without a colon, as on every form of Boekbrug."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


def _gone(code: str) -> str:
    """What was chosen before and is not offered any more: never dropped in silence."""
    return _("Code %(code)s was gekozen, maar past niet meer of staat niet meer in Exact.") % {
        "code": code
    }


class DivisionForm(StepForm):
    """Step 1: the division."""

    division = forms.ChoiceField(label=_("Administratie"))

    def __init__(self, *args: Any, rows: list[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {text_of(row, "Code"): row for row in rows}
        self.fields["division"].choices = [  # type: ignore[attr-defined]
            EMPTY,
            *((code, f"{text_of(row, 'Description')} ({code})") for code, row in self.rows.items()),
        ]

    @property
    def chosen(self) -> Row:
        """The row of the chosen division."""
        return self.rows[self.cleaned_data["division"]]


class JournalsForm(StepForm):
    """Step 2: journals, who numbers, and the ledger account for revenue."""

    sales_journal = forms.ChoiceField(
        label=_("Dagboek voor facturen"),
        help_text=_("Een verkoopboek. Een eigen dagboek voor Boekbrug is het veiligst."),
    )
    credit_journal = forms.ChoiceField(label=_("Dagboek voor creditnota's"))
    numbering = forms.ChoiceField(
        label=_("Boekstuknummers"), choices=NUMBERING, widget=forms.RadioSelect
    )
    default_revenue = forms.ChoiceField(label=_("Omzetrekening"))

    def __init__(self, *args: Any, journals: list[Row], accounts: list[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.journals = {c.code: c for c in map(by_code, usable_journals(journals))}
        open_accounts = [row for row in accounts if row.get("IsBlocked") is not True]
        self.accounts = {c.code: c for c in map(choice_of, open_accounts)}
        for name, choices in (
            ("sales_journal", self.journals),
            ("credit_journal", self.journals),
            ("default_revenue", self.accounts),
        ):
            self.fields[name].choices = _options(choices.values())  # type: ignore[attr-defined]
            chosen = (kwargs.get("initial") or {}).get(name, "")
            if chosen and chosen not in choices:
                self.fields[name].help_text = _gone(chosen)

    def apply(self, answers: Answers) -> Answers:
        """The answers with this step's."""
        data = self.cleaned_data
        return replace(
            answers,
            sales_journal=self.journals[data["sales_journal"]],
            credit_journal=self.journals[data["credit_journal"]],
            numbering=data["numbering"],
            default_revenue=self.accounts[data["default_revenue"]],
        )


class VatForm(StepForm):
    """Step 3: a VAT code for each treatment and rate that the account uses; an unused one may
    stay open."""

    def __init__(
        self, *args: Any, pairs: list[tuple[VatPair, str]], codes: list[Row], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.codes: dict[str, dict[str, Choice]] = {}
        for pair, label in pairs:
            fitting = {c.code: c for c in map(by_code, fitting_vat_codes(codes, *pair))}
            key = vat_key(*pair)
            self.codes[key] = fitting
            chosen = (kwargs.get("initial") or {}).get(key, "")
            self.fields[key] = forms.ChoiceField(
                label=label,
                choices=_options(fitting.values()),
                required=False,
                help_text=_gone(chosen) if chosen and chosen not in fitting else "",
            )

    def apply(self, answers: Answers) -> Answers:
        """The answers with this step's; codes of pairs that are not shown are kept."""
        vat = dict(answers.vat)
        for key, fitting in self.codes.items():
            code = self.cleaned_data.get(key)
            if code:
                vat[key] = fitting[code]
            else:
                vat.pop(key, None)
        return replace(answers, vat=vat)


class OptionsForm(StepForm):
    """Step 4: extra fields to Exact's targets, and what happens by itself."""

    book_at_issue = forms.BooleanField(
        label=_("Facturen meteen boeken wanneer je ze verstuurt"), required=False
    )
    pull_automatically = forms.BooleanField(
        label=_("Betaalstatus automatisch ophalen uit Exact"),
        help_text=_("Betalingen die je met de hand noteerde, tellen dan niet meer mee."),
        required=False,
    )
    send_payment_reference = forms.BooleanField(
        label=_("Gestructureerde mededeling als betalingsreferentie meesturen"),
        help_text=_("Zo herkent Exact de betaling in je bankafschriften."),
        required=False,
    )

    def __init__(self, *args: Any, extra_fields: list[ExtraField], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for target in TARGETS:
            self.fields[target.property] = forms.ChoiceField(
                label=_(target.name),
                help_text=_(target.purpose),
                required=False,
                choices=[("", _("Niet gebruiken")), *_fitting(target, extra_fields)],
            )

    @property
    def rows(self) -> list[tuple[Target, Any]]:
        """The matrix: target and its form field."""
        return [(target, self[target.property]) for target in TARGETS]

    def clean(self) -> dict[str, Any]:
        """One field goes to one target only."""
        data = dict(super().clean() or {})
        seen: dict[str, str] = {}
        for target in TARGETS:
            key = data.get(target.property)
            if key and key in seen:
                self.add_error(target.property, _("Dit veld is al gekoppeld. Kies een ander."))
            elif key:
                seen[key] = target.property
        return data

    def apply(self, answers: Answers) -> Answers:
        """The answers with this step's."""
        data = self.cleaned_data
        chosen = {data[t.property]: t.property for t in TARGETS if data.get(t.property)}
        return replace(
            answers,
            extra_targets=chosen,
            book_at_issue=data["book_at_issue"],
            pull_automatically=data["pull_automatically"],
            send_payment_reference=data["send_payment_reference"],
        )


def _fitting(target: Target, extra_fields: list[ExtraField]) -> list[tuple[str, str]]:
    """Fields of a type that fits; a line target may also take a field of the whole document."""
    levels = {target.level, "document"}
    return [
        (f"{field.level}:{field.key}", f"{field.label} ({field.get_level_display()})")
        for field in extra_fields
        if field.type in target.fits and field.level in levels
    ]


def options_initial(answers: Answers) -> Mapping[str, Any]:
    """The form's values for these answers."""
    by_target = {target: key for key, target in answers.extra_targets.items()}
    return {
        **by_target,
        "book_at_issue": answers.book_at_issue,
        "pull_automatically": answers.pull_automatically,
        "send_payment_reference": answers.send_payment_reference,
    }
