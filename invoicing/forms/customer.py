"""The forms of a customer: the whole one, and the short one inside an invoice."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from invoicing.forms.base import days_field
from invoicing.forms.extra_values import WithExtraFields
from invoicing.forms.fields import DayField, PlainDecimalField
from invoicing.forms.folding import Fold, folds
from invoicing.forms.party import PartyForm, PartyShortForm, party_initial, treatment_choices
from invoicing.models import Customer, ExtraField
from invoicing.queries.extra_fields import extra_fields_active
from invoicing.services.changes import row_fingerprint
from invoicing.services.customers import CustomerValues

NAME_MESSAGE = _("Vul de naam van de klant in.")
ON_DOCUMENTS = ("document", "line")


class CustomerShortForm(PartyShortForm):
    """What an invoice needs of a customer; only the name is obligatory."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the name in the words of a customer."""
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = NAME_MESSAGE

    def values(self, language: str) -> CustomerValues:
        """Give the checked input for the service; the invoices are in this language."""
        return CustomerValues(**self.cleaned_data, language=language)


class CustomerForm(PartyForm, WithExtraFields):
    """Everything that is kept about a customer."""

    is_government = forms.BooleanField(
        label=_("Dit is een overheid"),
        help_text=_("Bv. een gemeente, een school of een ministerie; die vraagt een e-factuur."),
        required=False,
    )
    default_treatment = forms.ChoiceField(
        label=_("Btw op facturen aan deze klant"),
        help_text=_("Kies iets als Boekbrug het niet zelf goed voorstelt, bv. medecontractant."),
        required=False,
    )
    payment_term_days = days_field(
        help_text=_("Telt alleen als hierboven geen betaalvoorwaarde gekozen is."), required=False
    )
    mandate_reference = forms.CharField(
        label=_("Kenmerk van de machtiging"),
        max_length=35,
        required=False,
        help_text=_("Voor automatische incasso: het kenmerk dat de klant getekend heeft."),
    )
    mandate_date = DayField(label=_("Machtiging getekend op"), required=False)
    g_account_percent = PlainDecimalField(
        label=_("Deel op de G-rekening in %"),
        places=2,
        shown=0,
        minimum=0,
        maximum=100,
        is_percentage=True,
        required=False,
        help_text=_("Het deel van het bedrag met btw dat de klant op je G-rekening stort, bv. 25."),
    )
    code = forms.CharField(
        label=_("Klantnummer"),
        max_length=18,
        required=False,
        help_text=_("Je eigen nummer voor deze klant, als je er een hebt."),
    )
    cost_centre = forms.CharField(label=_("Kostenplaats"), max_length=20, required=False)
    peppol_id = forms.CharField(
        label=_("Peppol-adres"),
        max_length=60,
        required=False,
        help_text=_("Alleen als het anders is dan het ondernemings- of KvK-nummer."),
    )
    required_extra = forms.MultipleChoiceField(
        label=_("Altijd invullen op facturen aan deze klant"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self, *args: Any, account: Account, usual: str, customer: Customer | None, **kwargs: Any
    ) -> None:
        """Offer what the account has: treatments, conditions, extra fields.

        `usual` says which payment condition holds for a customer without one of its own.
        """
        super().__init__(*args, **kwargs)
        self.customer = customer
        self.fields["name"].error_messages["required"] = NAME_MESSAGE
        self.fields["language"].label = _("Taal van de facturen")
        self.offer_country(customer.country if customer else "")
        self.offer_conditions(account, customer.payment_condition if customer else None, usual)
        self.fields["default_treatment"].choices = treatment_choices(  # type: ignore[attr-defined]
            account.country,
            _("Boekbrug stelt voor"),
            customer.default_treatment if customer else "",
        )
        if account.country != "NL" and not (customer and customer.g_account_percent):
            del self.fields["g_account_percent"]
        fields = list(extra_fields_active(account=account))
        self._offer_required(fields)
        own = [field for field in fields if field.level == "customer"]
        self.asked = {field.key for field in own}
        self.add_extra_fields(own, customer.extra if customer else None)

    def _offer_required(self, fields: list[ExtraField]) -> None:
        optional = [field for field in fields if field.level in ON_DOCUMENTS and not field.required]
        choices = {field.key: field.label for field in optional}
        if not choices:
            del self.fields["required_extra"]
            return
        self.fields["required_extra"].choices = list(choices.items())  # type: ignore[attr-defined]

    @property
    def folds(self) -> list[Fold]:
        """Give the parts that few customers need."""
        with_g_account = "g_account_percent" in self.fields
        return folds(
            self,
            (
                _("Eigen termijn, incasso en G-rekening")
                if with_g_account
                else _("Eigen termijn en incasso"),
                _("Als de betaalvoorwaarde niet volstaat."),
                ["mandate_reference", "mandate_date", "payment_term_days", "g_account_percent"],
            ),
            (
                _("Nummers en boekhouding"),
                _("Klantnummer, kostenplaats, Peppol-adres."),
                ["code", "cost_centre", "peppol_id"],
            ),
            (
                _("Extra velden"),
                _("Wat je zelf bijhoudt, en wat op de facturen niet mag ontbreken."),
                [*self.extra_names(), "required_extra"],
            ),
        )

    def values(self) -> CustomerValues:
        """Give the checked input for the service; what is not asked stays as it is."""
        typed = self.typed(CustomerValues)
        kept = self.customer or Customer()
        offered = {key for key, _label in self._required_choices()}
        others = [key for key in kept.required_extra if key not in offered]
        hidden = {key: value for key, value in kept.extra.items() if key not in self.asked}
        return CustomerValues(
            **typed
            | {
                "g_account_percent": typed.get("g_account_percent") or Decimal(0),
                "required_extra": [*others, *typed.get("required_extra", [])],
                "extra": hidden | self.extra_values(),
            }
        )

    def _required_choices(self) -> list[tuple[str, str]]:
        field = self.fields.get("required_extra")
        return list(field.choices) if field else []  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(customer: Customer) -> dict[str, Any]:
        """Give what the form starts with, numbers as they are printed."""
        return party_initial(customer, list(CustomerForm.base_fields)) | {
            "g_account_percent": customer.g_account_percent or None,
            "seen": row_fingerprint(customer),
        }
