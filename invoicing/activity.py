"""The words of invoicing's actions on the page Activiteit, and the names of what they are about."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from accounts.activity import (
    ActivityKind,
    Namer,
    Subject,
    activity_detail_add,
    activity_words_add,
    subject_namer_add,
)
from accounts.models import Account, AuditEvent
from invoicing.formats import format_amount
from invoicing.models import (
    Customer,
    Document,
    ExtraField,
    PaymentCondition,
    Product,
    RevenueGroup,
    Supplier,
)
from invoicing.timeline import amount_of

DOCUMENTS = {
    "document.created": gettext_lazy("Concept gemaakt"),
    "document.changed": gettext_lazy("Concept gewijzigd"),
    "document.deleted": gettext_lazy("Concept weggegooid"),
    "document.issued": gettext_lazy("Document verstuurd"),
    "document.imported": gettext_lazy("Ingelezen uit een e-factuur"),
    "payment.recorded": pgettext_lazy("activity", "Betaling"),
}
MASTER = {
    "customer.created": gettext_lazy("Klant toegevoegd"),
    "customer.changed": gettext_lazy("Klant gewijzigd"),
    "customer.archived": gettext_lazy("Klant uit de lijst gehaald"),
    "customer.restored": gettext_lazy("Klant terug in de lijst gezet"),
    "supplier.created": gettext_lazy("Leverancier toegevoegd"),
    "supplier.changed": gettext_lazy("Leverancier gewijzigd"),
    "supplier.archived": gettext_lazy("Leverancier uit de lijst gehaald"),
    "supplier.restored": gettext_lazy("Leverancier terug in de lijst gezet"),
    "product.created": gettext_lazy("Artikel toegevoegd"),
    "product.changed": gettext_lazy("Artikel gewijzigd"),
    "product.archived": gettext_lazy("Artikel uit de lijst gehaald"),
    "product.restored": gettext_lazy("Artikel terug in de lijst gezet"),
}
SETTINGS = {
    "company.changed": gettext_lazy("Bedrijfsgegevens gewijzigd"),
    "payment_condition.created": gettext_lazy("Betaalvoorwaarde toegevoegd"),
    "payment_condition.changed": gettext_lazy("Betaalvoorwaarde gewijzigd"),
    "payment_condition.archived": gettext_lazy("Betaalvoorwaarde uit de lijst gehaald"),
    "payment_condition.restored": gettext_lazy("Betaalvoorwaarde terug in de lijst gezet"),
    "revenue_group.created": gettext_lazy("Omzetgroep toegevoegd"),
    "revenue_group.changed": gettext_lazy("Omzetgroep gewijzigd"),
    "revenue_group.archived": gettext_lazy("Omzetgroep uit de lijst gehaald"),
    "revenue_group.restored": gettext_lazy("Omzetgroep terug in de lijst gezet"),
    "number_format.changed": gettext_lazy("Nummering gewijzigd"),
    "extra_field.created": gettext_lazy("Extra veld toegevoegd"),
    "extra_field.changed": gettext_lazy("Extra veld gewijzigd"),
    "extra_field.archived": gettext_lazy("Extra veld niet meer gevraagd"),
    "extra_field.restored": gettext_lazy("Extra veld weer gevraagd"),
    "extra_field.moved": gettext_lazy("Extra velden in een andere volgorde gezet"),
    "extra_field.deleted": gettext_lazy("Extra veld verwijderd"),
}


def register() -> None:
    """Hang up the words, details and names."""
    activity_words_add(ActivityKind.INVOICES, DOCUMENTS)
    activity_words_add(ActivityKind.MASTER, MASTER)
    activity_words_add(ActivityKind.SETTINGS, SETTINGS)
    activity_detail_add("payment.recorded", _paid)
    subject_namer_add("document", _documents)
    subject_namer_add("customer", _named(Customer, "public_id", "name", "customer_edit"))
    subject_namer_add("supplier", _named(Supplier, "public_id", "name", "supplier_edit"))
    subject_namer_add("product", _named(Product, "public_id", "name", "product_edit"))
    subject_namer_add("revenue_group", _named(RevenueGroup, "key", "name"))
    subject_namer_add("payment_condition", _named(PaymentCondition, "public_id", "name"))
    subject_namer_add(
        "extra_field", _named(ExtraField, "public_id", "label", "settings_extra_field")
    )


def _paid(event: AuditEvent) -> str:
    return format_amount(amount_of(event.after.get("amount")), (get_language() or "nl")[:2])


def _documents(account: Account, ids: Iterable[str]) -> dict[str, Subject]:
    found = Document.objects.filter(account=account, public_id__in=list(ids))
    return {
        document.public_id: Subject(
            document.number or _("een concept"),
            reverse("invoice_detail", args=[account.slug, document.public_id]),
        )
        for document in found.only("public_id", "number")
    }


def _named(model: type[Model], key: str, name: str, page: str = "") -> Namer:
    """Give the namer of a table whose rows an account has: by `key`, called `name`."""

    def names(account: Account, ids: Iterable[str]) -> dict[str, Subject]:
        rows = model._default_manager.filter(account=account, **{f"{key}__in": list(ids)})
        return {
            each: Subject(called, reverse(page, args=[account.slug, each]) if page else "")
            for each, called in rows.values_list(key, name)
        }

    return names
