"""The form of a supplier."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from invoicing.forms.folding import Fold, folds
from invoicing.forms.party import PartyForm, party_initial
from invoicing.identifiers import format_iban
from invoicing.models import Supplier
from invoicing.services.changes import row_fingerprint
from invoicing.services.suppliers import SupplierValues


class SupplierForm(PartyForm):
    """Everything that is kept about a supplier; only the name is obligatory."""

    iban = forms.CharField(
        label=_("IBAN"),
        max_length=50,
        required=False,
        help_text=_("De rekening waarop je deze leverancier betaalt."),
    )
    bic = forms.CharField(label=_("BIC"), max_length=20, required=False)
    code = forms.CharField(
        label=_("Leveranciersnummer"),
        max_length=18,
        required=False,
        help_text=_("Je eigen nummer voor deze leverancier, als je er een hebt."),
    )

    def __init__(
        self, *args: Any, account: Account, usual: str, supplier: Supplier | None, **kwargs: Any
    ) -> None:
        """Offer the account's payment conditions; `usual` says what stands there without one."""
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = _("Vul de naam van de leverancier in.")
        self.offer_country(supplier.country if supplier else "")
        self.offer_conditions(account, supplier.payment_condition if supplier else None, usual)

    @property
    def folds(self) -> list[Fold]:
        """Give the parts that few suppliers need."""
        parts = (_("Nummers"), _("Leveranciersnummer en BIC."), ["code", "bic"])
        return folds(self, parts)

    def values(self) -> SupplierValues:
        """Give the checked input for the service."""
        return SupplierValues(**self.typed(SupplierValues))

    @staticmethod
    def initial_of(supplier: Supplier) -> dict[str, Any]:
        """Give what the form starts with, numbers as they are printed."""
        return party_initial(supplier, list(SupplierForm.base_fields)) | {
            "iban": format_iban(supplier.iban),
            "seen": row_fingerprint(supplier),
        }
