"""Whatever is credited in whatever order: never more than there is, and together all of it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account
from invoicing.draft_values import DraftLine
from invoicing.models import Document
from invoicing.money import Amounts
from invoicing.problems import Refused
from invoicing.queries.remaining import remaining_groups, remaining_of
from invoicing.services.crediting import CreditLine, credit_draft_create
from invoicing.services.issuing import document_issue
from invoicing.totals import GroupKey, group_key
from tests.invoicing.builders import line, make_customer, make_issued, make_seller

pytestmark = pytest.mark.django_db
D = Decimal
RATES = [D(21), D(6), D(0)]


@st.composite
def lines(draw: st.DrawFn, *, sign: int = 1) -> DraftLine:
    """A line of some pieces at a price of up to 4 decimals, perhaps with a discount."""
    rate = draw(st.sampled_from(RATES))
    return line(
        str(sign * D(draw(st.integers(1, 5_000_000))) / 10_000),
        quantity=D(draw(st.integers(1, 70))) / 10,
        discount_percent=D(draw(st.sampled_from([0, 0, 10, 33]))),
        vat_rate=rate,
        treatment="domestic" if rate else "exempt",
    )


# Which line, by pieces or by amount, and which part (per thousand) of what is left.
steps = st.tuples(st.integers(0, 3), st.booleans(), st.integers(1, 1000))
invoices = st.fixed_dictionaries(
    {
        "lines": st.lists(lines(), min_size=1, max_size=4),
        "prices_include_vat": st.booleans(),
        "discount_percent": st.sampled_from([D(0), D("7.5"), D(50)]),
        "is_advance": st.booleans(),
    }
)


def groups(documents: list[Document]) -> dict[GroupKey, Amounts]:
    found: dict[GroupKey, Amounts] = {}
    for document in documents:
        for row in document.vat_totals.all():
            key = group_key(row.treatment, row.rate, row.country)
            before = found.get(key, Amounts(D(0), D(0)))
            found[key] = Amounts(before.net + row.net, before.vat + row.vat)
    return {key: each for key, each in found.items() if each.net or each.vat}


def part(original: Document, step: tuple[int, bool, int]) -> CreditLine | None:
    number, by_pieces, share = step
    rows = list(original.lines.select_related("revenue_group", "product", "advance"))
    chosen = rows[number % len(rows)]
    left = remaining_of(original).lines[chosen.pk]
    if by_pieces:
        quantity = (left.quantity * share / 1000).quantize(D("0.0001"))
        return CreditLine(line=chosen, quantity=quantity) if quantity else None
    amount = (left.amount * share / 1000).quantize(D("0.01"))
    return CreditLine(line=chosen, amount=amount) if amount else None


def credit(original: Document, wanted: list[CreditLine] | None) -> Document | None:
    """The issued credit note, or None where it was refused."""
    try:
        draft = credit_draft_create(original=original, actor=None, lines=wanted)
        return document_issue(document=draft, actor=None)
    except Refused:
        return None


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(invoices, st.lists(steps, max_size=4))
def test_parts_never_exceed_and_the_last_one_takes_the_cents(
    invoice: dict[str, object], parts: list[tuple[int, bool, int]]
) -> None:
    given_lines = invoice.pop("lines")
    seller = Account.objects.first() or make_seller()
    original = make_issued(seller, *given_lines, **invoice)  # type: ignore[misc, arg-type]
    notes: list[Document] = []
    for step in parts:
        wanted = part(original, step)
        note = credit(original, [wanted]) if wanted else None
        notes += [note] if note else []
        for left in remaining_groups(original).values():
            assert left.net >= 0
            assert left.vat >= 0
    if not remaining_of(original).is_empty:
        last = credit(original, None)
        assert last is not None
        notes.append(last)
    assert remaining_of(original).is_empty
    assert groups(notes) == groups([original])


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.integers(1, 900_000), min_size=1, max_size=3),
    st.integers(1, 1000),
    st.booleans(),
)
def test_an_advance_is_credited_for_what_no_final_invoice_deducted(
    cents: list[int], share: int, prices_include_vat: bool
) -> None:
    seller = Account.objects.first() or make_seller()
    customer = seller.customers.first() or make_customer(seller)
    given_lines = [line(str(D(each) / 100)) for each in cents]
    common = {"customer": customer, "prices_include_vat": prices_include_vat}
    advance = make_issued(seller, *given_lines, is_advance=True, **common)
    (left,) = remaining_groups(advance).values()
    whole = left.gross if prices_include_vat else left.net
    taken = max((whole * share / 1000).quantize(D("0.01")), D("0.01"))
    deduction = line(str(-taken), description="Voorschot", advance=advance)
    final = make_issued(seller, line("20000"), deduction, **common)
    if not remaining_of(advance).is_empty:
        assert credit(advance, None) is not None
    assert remaining_of(advance).is_empty
    assert credit(final, None) is not None
    assert remaining_of(final).is_empty


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(invoices, st.lists(lines(sign=-1), min_size=1, max_size=2), st.lists(steps, max_size=4))
def test_with_lines_that_go_off_the_rest_can_always_be_credited(
    invoice: dict[str, object], off: list[DraftLine], parts: list[tuple[int, bool, int]]
) -> None:
    given_lines = invoice.pop("lines")
    invoice["is_advance"] = False
    seller = Account.objects.first() or make_seller()
    try:
        original = make_issued(seller, *given_lines, *off, **invoice)  # type: ignore[misc, arg-type]
    except Refused:
        return  # More goes off than there is.
    _credited_by_parts(original, parts)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.integers(1, 900_000),
    st.lists(lines(), min_size=1, max_size=3),
    st.lists(steps, max_size=4),
    st.booleans(),
)
def test_a_final_invoice_less_an_advance_at_another_rate_is_never_credited_beyond_its_total(
    cents: int,
    given_lines: list[DraftLine],
    parts: list[tuple[int, bool, int]],
    prices_include_vat: bool,
) -> None:
    seller = Account.objects.first() or make_seller()
    customer = seller.customers.first() or make_customer(seller)
    common = {"customer": customer, "prices_include_vat": prices_include_vat}
    price, rate = D(cents) / 100, D(12)
    advance = make_issued(seller, line(str(price), vat_rate=rate), is_advance=True, **common)
    deduction = line(str(-price), description="Voorschot", vat_rate=rate, advance=advance)
    try:
        final = make_issued(seller, *given_lines, deduction, **common)
    except Refused:
        return  # More goes off than there is.
    _credited_by_parts(final, parts)


def _credited_by_parts(original: Document, parts: list[tuple[int, bool, int]]) -> None:
    """Credit parts and then the rest: never beyond the total, and together all of it."""
    notes: list[Document] = []
    for step in parts:
        wanted = part(original, step)
        note = credit(original, [wanted]) if wanted else None
        notes += [note] if note else []
        assert sum(each.gross for each in notes) <= original.gross
    if not remaining_of(original).is_empty:
        last = credit(original, None)
        assert last is not None
        notes.append(last)
    assert remaining_of(original).is_empty
    assert groups(notes) == groups([original])
