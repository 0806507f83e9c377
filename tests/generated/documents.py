"""Documents by chance, the same for the same seed: issued by the app's own services."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from invoicing.documents import LineNature
from invoicing.models import Customer, Document
from invoicing.queries.remaining import price_amount, remaining_of
from invoicing.services.crediting import CreditLine, credit_draft_create
from invoicing.services.drafts import DraftContent, DraftLine, draft_create
from invoicing.services.issuing import document_issue
from tests.generated.world import Shop

D = Decimal
RATES = {"BE": ("21", "12", "6"), "NL": ("21", "9"), "DE": ("19", "7"), "FR": ("20", "10", "5.5")}
WORDS = (
    "Onderhoud oven",
    "Meel\nzak van 25 kg",
    "Café crème <&> 'croissant' \"extra\"",
    "Überstunden – 100 %",
    "Réparation d'urgence",
    "x" * 300,
    "日本 ✓",
)
UNITS = ("", "uur", "stuks", "kg", "m²", "emmer", "jour", "hour")
REFERENCES = ("", "", "PO 77", "Réf. 12/3 <b>")


def generated(shop: Shop, chance: Random) -> Document:
    """An issued document: an invoice, an advance, a final invoice or a credit note."""
    customer = shop.customers[chance.choice(sorted(shop.customers))]
    kind = chance.choices(("invoice", "advance", "final", "credit"), (60, 8, 12, 20))[0]
    if kind == "advance":
        return issue(shop, advance(shop, customer, chance))
    if kind == "final":
        return final(shop, customer, chance)
    issued = issue(shop, content(shop, customer, chance))
    return credited(issued, chance) if kind == "credit" else issued


def issue(shop: Shop, given: DraftContent) -> Document:
    draft = draft_create(account=shop.account, actor=None, content=given)
    return document_issue(document=draft, actor=None)


def content(shop: Shop, customer: Customer, chance: Random) -> DraftContent:
    """What an invoice says; its total is never negative."""
    lines = [line(shop, customer, chance) for _ in range(chance.choice((1, 1, 2, 3, 5, 9)))]
    if chance.random() < 0.2:
        # Goods that came back, for less than was bought.
        first = lines[0]
        lines.append(replace(first, quantity=-first.quantity / 2, description="Retour"))
    if any(each.treatment == "outside_scope" for each in lines):
        lines = [replace(each, treatment="outside_scope", nature="") for each in lines]
    start = chance.choice((None, date(2026, 10, 1)))
    return DraftContent(
        customer=customer,
        lines=lines,
        payment_condition=shop.conditions[chance.choice(sorted(shop.conditions))],
        language=chance.choice(("", "nl", "fr", "en")),
        prices_include_vat=chance.random() < 0.35,
        discount_percent=D(chance.choice(("0", "0", "0", "5", "12.5", "33.33"))),
        g_account_percent=D(chance.choice(("0", "25"))) if shop.company.g_iban else None,
        customer_reference=chance.choice(REFERENCES),
        order_reference=chance.choice(REFERENCES),
        contract_reference=chance.choice(REFERENCES),
        delivery_country=customer.country,
        period_start=start,
        period_end=start and date(2026, 10, 31),
        note=chance.choice(("", "Dank je.\nTot ziens <&>.")),
        extra=chance.choice(({}, {"werf": "Kaai 3 <&>", "besteld-op": "2026-10-02"})),
    )


def line(shop: Shop, customer: Customer, chance: Random) -> DraftLine:
    treatment, rate, country = vat(shop, customer, chance)
    price = D(chance.randrange(1, 10 ** chance.randrange(1, 7))).scaleb(-chance.randrange(0, 5))
    quantity = D(chance.randrange(1, 10 ** chance.randrange(1, 4))).scaleb(-chance.randrange(0, 5))
    nature = LineNature.DISBURSEMENT if treatment == "disbursement" else LineNature.UNKNOWN
    return DraftLine(
        description=chance.choice(WORDS),
        quantity=quantity.quantize(D("0.0001")),
        unit=chance.choice(UNITS),
        unit_price=price.quantize(D("0.0001")),
        discount_percent=D(chance.choice(("0", "0", "0", "10", "2.5", "33.33", "100"))),
        treatment=treatment,
        vat_rate=D(rate),
        vat_country=country,
        nature=nature,
        extra=chance.choice(({}, {}, {"toelichting": "Réf. <A&B>\nlot 3"})),
    )


def vat(shop: Shop, customer: Customer, chance: Random) -> tuple[str, str, str]:
    """Treatment, rate and country that go with seller and customer."""
    home = shop.company.country
    free = ["exempt", "disbursement"]
    if shop.company.is_small_business:
        return chance.choice(("small_business", "small_business", "disbursement")), "0", ""
    abroad = customer.country != home
    is_eu = customer.country != "US"
    choices = ["domestic", "domestic", "domestic", "zero_rate", *free]
    if abroad and not is_eu:
        choices = ["export_goods", "outside_scope"]
    elif abroad and customer.is_business and customer.vat_number:
        choices += ["eu_services", "eu_goods", "eu_goods", "triangular"]
    elif abroad and not customer.is_business:
        choices += ["oss"] * 4
    elif not abroad and customer.is_business and customer.vat_number:
        choices += ["be_cocontractor" if home == "BE" else "nl_reverse_charge"] * 2
    treatment = chance.choice(choices)
    if treatment == "oss":
        return treatment, chance.choice(RATES[customer.country]), customer.country
    return treatment, chance.choice(RATES[home]) if treatment == "domestic" else "0", ""


def advance(shop: Shop, customer: Customer, chance: Random) -> DraftContent:
    """A part of the price beforehand, on one line."""
    given = content(shop, customer, chance)
    first = replace(given.lines[0], discount_percent=D(0))
    if first.treatment != "disbursement":
        first = replace(first, nature=LineNature.ADVANCE)
    first = replace(first, quantity=D(1), unit_price=D(chance.randrange(100, 100000)).scaleb(-2))
    return replace(given, lines=[first], is_advance=True, discount_percent=D(0))


def final(shop: Shop, customer: Customer, chance: Random) -> Document:
    """An invoice that deducts its advance, whole or in part, at the advance's own rate."""
    given = advance(shop, customer, chance)
    before = issue(shop, given)
    first = given.lines[0]
    whole = replace(first, nature="", unit_price=first.unit_price * 3, description="Het geheel")
    part = chance.choice((D(1), D("0.5")))
    deducted = replace(first, quantity=-part, advance=before, description="Voorschot")
    return issue(
        shop,
        replace(
            given,
            lines=[whole, line_like(whole, chance), deducted],
            is_advance=False,
            discount_percent=D(chance.choice(("0", "10"))),
        ),
    )


def line_like(first: DraftLine, chance: Random) -> DraftLine:
    return replace(first, unit_price=D(chance.randrange(1, 5000)).scaleb(-2), description="Extra")


def credited(original: Document, chance: Random) -> Document:
    """A credit note, of all of it or of some line in part; sometimes the second one."""
    part = part_of(original, chance) if chance.random() < 0.6 else None
    if part is not None:
        first = document_issue(document=part, actor=None)
        if chance.random() < 0.3:
            return first
    if remaining_of(original).is_empty:
        return original
    return document_issue(document=credit_draft_create(original=original, actor=None), actor=None)


def part_of(original: Document, chance: Random) -> Document | None:
    """The draft of a credit note on half of a line; None where there is nothing to halve."""
    rows = [row for row in original.lines.all() if row.net and abs(row.quantity) > D("0.0002")]
    if not rows or any(row.net < 0 for row in rows):
        # Beside a negative line, a part of another may be more than is left at that rate.
        return None
    row = chance.choice(rows)
    part = CreditLine(line=row, quantity=(row.quantity / 2).quantize(D("0.0001")))
    amount = (price_amount(row, original) / 3).quantize(D("0.01"))
    if amount and chance.random() < 0.5:
        part = CreditLine(line=row, amount=amount)
    return credit_draft_create(original=original, actor=None, lines=[part])
