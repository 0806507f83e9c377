"""What the form of a draft posted: its lines by number, and what its buttons change in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.http import QueryDict

from invoicing.forms.draft_initial import line_typed, price_typed
from invoicing.forms.draft_setup import DraftLinks, DraftSetup, DraftVat
from invoicing.forms.fields import PlainDecimalField
from invoicing.forms.product_choice import ProductUnclear, product_label, product_meant
from invoicing.line_proposals import advance_lines, line_from_product
from invoicing.models import Customer, Document, Product
from invoicing.models.product import Nature
from invoicing.services.drafts import DraftLine

LINE_NAME = re.compile(r"lines-(\d{1,4})-(.+)", re.ASCII)


class PostedLines:
    """The lines among posted data; a change of a line changes the data.

    `filled` are the lines that were filled in from a product, `added` those that are new,
    `revised` those whose VAT follows a new proposal; `problems` are said beside a line's field.
    """

    def __init__(self, data: QueryDict, defaults: Mapping[str, str] | None = None) -> None:
        """Take the data; it must be mutable. `defaults` is what a new line starts with."""
        self.data = data
        self.defaults = defaults or {}
        self.rows: dict[int, set[str]] = {}
        for name in data:
            if found := LINE_NAME.fullmatch(name):
                self.rows.setdefault(int(found[1]), set()).add(found[2])
        self.filled: set[int] = set()
        self.added: set[int] = set()
        self.revised: set[int] = set()
        self.problems: dict[int, str] = {}

    @property
    def indexes(self) -> list[int]:
        """The numbers of the lines, in order."""
        return sorted(self.rows)

    def get(self, index: int, name: str) -> str:
        """Give what was posted in a field of a line."""
        return self.data.get(f"lines-{index}-{name}", "").replace("\x00", "")

    def set(self, index: int, values: Mapping[str, str]) -> None:
        """Put other values in a line."""
        for name, value in values.items():
            self.data[f"lines-{index}-{name}"] = value
        self.rows.setdefault(index, set()).update(values)

    def all_of(self, name: str) -> list[str]:
        """Give what was posted in a field, of every line."""
        return [self.get(index, name) for index in self.rows]

    def add(self, line: DraftLine) -> None:
        """Put a line in the last one when nothing was typed there, else after it."""
        last = max(self.rows, default=-1)
        if last >= 0 and self._is_blank(last):
            self.filled.add(last)
        else:
            last += 1
            self.added.add(last)
            self.set(last, self.defaults)
        self.set(last, line_typed(line))

    def fill(self, index: int, line: DraftLine) -> None:
        """Fill a line in; the quantity that was typed stays."""
        typed = line_typed(line)
        typed["quantity"] = self.get(index, "quantity") or typed["quantity"]
        self.set(index, typed)
        self.filled.add(index)

    def _is_blank(self, index: int) -> bool:
        typed = {"description", "unit_price", "product", "product_id"}
        names = {name for name in self.rows[index] if name in typed or name.startswith("extra-")}
        return not any(
            self.get(index, name).strip() not in ("", self.defaults.get(name)) for name in names
        )


class LineFiller:
    """Fills lines in from products and advances, for one customer, date and kind of prices."""

    def __init__(
        self,
        setup: DraftSetup,
        customer: Customer | None,
        *,
        prices_include_vat: bool,
        delivery_country: str = "",
    ) -> None:
        """Take what a product's line rests on."""
        self.setup, self.customer, self.delivery_country = setup, customer, delivery_country
        self.prices_include_vat = prices_include_vat

    def line(self, product: Product) -> DraftLine:
        """Give the line of a product."""
        return line_from_product(
            account=self.setup.account,
            product=product,
            customer=self.customer,
            tax_point=self.setup.rates.tax_point,
            prices_include_vat=self.prices_include_vat,
            delivery_country=self.delivery_country,
        ).line

    def add_product(self, lines: PostedLines, text: str) -> None:
        """Add a line of the product that is meant; raises ProductUnclear."""
        if product := product_meant(self.setup.account, text):
            lines.add(self.line(product))

    def deduct(self, lines: PostedLines, advance: Document) -> None:
        """Add the lines that take an advance off."""
        for line in advance_lines(advance, prices_include_vat=self.prices_include_vat):
            lines.add(line)

    def follow_products(self, lines: PostedLines, links: DraftLinks, *, typing: bool) -> None:
        """Fill in the lines where another product was typed; an emptied field forgets it."""
        for index in lines.indexes:
            if "product" not in lines.rows[index]:
                continue
            text = " ".join(lines.get(index, "product").split())
            present = links.products.get(lines.get(index, "product_id"))
            if present and text == " ".join(product_label(present).split()):
                continue
            try:
                found = product_meant(self.setup.account, text, exactly=typing)
            except ProductUnclear as unclear:
                if not typing:
                    lines.problems[index] = str(unclear)
                continue
            if found is None:
                lines.set(index, {"product_id": ""})
            elif found != present:
                lines.fill(index, self.line(found))
            else:
                lines.set(index, {"product": product_label(found)})


def follow_prices(lines: PostedLines, links: DraftLinks, vat: DraftVat, *, including: bool) -> None:
    """Turn the prices that are still their product's when the draft's are of another kind now."""
    now = "1" if including else "0"
    for index in lines.indexes:
        product = links.products.get(lines.get(index, "product_id"))
        was_other = lines.get(index, "priced") not in ("", now)
        if product and was_other and index not in lines.filled | lines.added:
            nature = lines.get(index, "nature")
            nature = nature if nature in Nature.values else ""
            before = vat.price(product, nature, including=not including)
            # With a VAT that somebody chose, the price is theirs as well.
            is_as_proposed = lines.get(index, "vat") == vat.proposed(nature, product)
            if is_as_proposed and _decimal(lines.get(index, "unit_price")) == before:
                price = vat.price(product, nature, including=including)
                lines.set(index, {"unit_price": price_typed(price)})
                lines.filled.add(index)
        lines.set(index, {"priced": now})


def _decimal(text: str) -> Decimal | None:
    try:
        typed: Decimal | None = PlainDecimalField(required=False).clean(text)
    except ValidationError:
        return None
    return typed


def follow_proposals(lines: PostedLines, links: DraftLinks, vat: DraftVat) -> None:
    """Give lines that still have the VAT proposed before the VAT that is proposed now."""
    for index in lines.indexes:
        if lines.get(index, "advance"):
            continue
        nature = lines.get(index, "nature")
        product = links.products.get(lines.get(index, "product_id"))
        now = vat.proposed(nature if nature in Nature.values else "", product)
        chosen, before = lines.get(index, "vat"), lines.get(index, "vat_proposed")
        if not chosen or (chosen == before and chosen != now):
            lines.set(index, {"vat": now})
            lines.revised.add(index)
        lines.set(index, {"vat_proposed": now})
