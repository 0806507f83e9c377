"""What a payment condition means, as a sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from invoicing.documents import PaymentMethod
from invoicing.formats import format_percent
from invoicing.models import Company, PaymentCondition
from invoicing.reader_language import reader_language


def condition_sentence(condition: PaymentCondition) -> str:
    """Say when and how is paid: 'Betalen binnen 30 dagen; 2 % korting binnen 8 dagen'."""
    sentence = _term(condition)
    if not condition.discount_percent:
        return sentence
    percent = format_percent(condition.discount_percent, reader_language())
    discount = ngettext(
        "%(percent)s korting binnen %(days)d dag",
        "%(percent)s korting binnen %(days)d dagen",
        condition.discount_days,
    ) % {"percent": percent, "days": condition.discount_days}
    return _("%(term)s; %(discount)s") % {"term": sentence, "discount": discount}


def usual_words(company: Company, default: PaymentCondition | None) -> str:
    """Say what holds for a customer without a condition of its own."""
    if default is not None:
        return _("De gewone: %(name)s") % {"name": default.name}
    days = company.payment_term_days
    return ngettext("De gewone: %(days)d dag", "De gewone: %(days)d dagen", days) % {"days": days}


def _term(condition: PaymentCondition) -> str:
    days = condition.days
    by_debit = condition.method == PaymentMethod.DIRECT_DEBIT
    if not days:
        return _same_day(condition, by_debit)
    if by_debit and condition.end_of_month:
        sentence = ngettext(
            "Automatische incasso na %(days)d dag, op het einde van de maand",
            "Automatische incasso na %(days)d dagen, op het einde van de maand",
            days,
        )
    elif by_debit:
        sentence = ngettext(
            "Automatische incasso na %(days)d dag", "Automatische incasso na %(days)d dagen", days
        )
    elif condition.end_of_month:
        sentence = ngettext(
            "Betalen binnen %(days)d dag, tot het einde van de maand",
            "Betalen binnen %(days)d dagen, tot het einde van de maand",
            days,
        )
    else:
        sentence = ngettext("Betalen binnen %(days)d dag", "Betalen binnen %(days)d dagen", days)
    return sentence % {"days": days}


def _same_day(condition: PaymentCondition, by_debit: bool) -> str:
    if condition.end_of_month:
        if by_debit:
            return _("Automatische incasso op het einde van de maand")
        return _("Betalen uiterlijk op de laatste dag van de maand")
    if by_debit:
        return _("Automatische incasso op de factuurdatum")
    return _("Meteen betalen")
