"""Choosing a product by typing: what is offered, and which product a typed text means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Account
from invoicing.models import Product
from invoicing.queries.products import products_active

OFFERED = 20
MARK = " · "


class ProductUnclear(Exception):
    """The typed text means no product, or more than one; the message says what to do."""


def product_label(product: Product) -> str:
    """Write a product as it is chosen: 'OV-3 · Dekoven 3 etages'."""
    return f"{product.code}{MARK}{product.name}" if product.code else product.name


def products_offered(account: Account, text: str) -> list[Product]:
    """Give at most 20 products that hold every typed word in name, code or description."""
    return list(products_active(account=account, search=text.replace(MARK, " "))[:OFFERED])


def products_of(account: Account, public_ids: Iterable[str]) -> Mapping[str, Product]:
    """Give the account's products with these ids, archived ones too, in one query."""
    wanted = {public_id for public_id in public_ids if public_id}
    if not wanted:
        return {}
    rows = Product.objects.filter(account=account, public_id__in=wanted)
    return {row.public_id: row for row in rows.select_related("revenue_group")}


def product_meant(account: Account, text: str, *, exactly: bool = False) -> Product | None:
    """Give the product that a typed text means; None for an empty text.

    A whole label, code or name decides; without `exactly`, a part that only one product has is
    enough. Raises ProductUnclear.
    """
    text = " ".join(text.replace("\x00", "").split())
    if not text:
        return None
    found = _named(account, text)
    if not found and not exactly:
        found = products_offered(account, text)
    if len(found) == 1:
        return found[0]
    raise ProductUnclear(_question(text, found))


def _named(account: Account, text: str) -> list[Product]:
    code, mark, name = text.partition(MARK.strip())
    whole = Q(code__iexact=text) | Q(name__iexact=text)
    if mark:
        whole |= Q(code__iexact=code.strip(), name__iexact=name.strip())
    return list(products_active(account=account).filter(whole)[:OFFERED])


def _question(text: str, found: list[Product]) -> str:
    if not found:
        return _("Er is geen artikel '%(name)s'. Kies er een uit de lijst, of laat dit leeg.") % {
            "name": text[:60]
        }
    return ngettext(
        "%(n)d artikel past hierbij: %(names)s. Neem over wat je bedoelt.",
        "%(n)d artikelen passen hierbij: %(names)s. Neem over wat je bedoelt.",
        len(found),
    ) % {"n": len(found), "names": "; ".join(product_label(each) for each in found[:5])}
