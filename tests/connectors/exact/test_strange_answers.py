"""Shapes in which Exact may answer though nobody documented them: the job is done all the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

from connectors.core.models import BookingState
from connectors.exact.settings_store import answers_of
from connectors.exact.simulator.testing import Running
from tests.connectors.exact.middleman import Answer, Middleman, error_body
from tests.connectors.exact.shop import ENTRIES, Shop, assert_exactly_once, open_shop

pytestmark = pytest.mark.django_db
PERIODS = "financial/FinancialPeriods"


def main_job(shop: Shop) -> None:
    """Book, look after a lost answer, and see it paid."""
    document = shop.issue()
    shop.work()
    assert_exactly_once(shop, document)
    shop.fault("reset_after_commit")
    lost = shop.issue()
    shop.work()
    shop.later(61)
    booking = assert_exactly_once(shop, lost)
    shop.pay(booking, "21.00")
    shop.pull()
    assert shop.paid(lost) == ("partly_paid", "100.00")


@pytest.mark.parametrize(
    "options",
    [
        {"list_shape": "array"},
        {"list_shape": "array_with_top"},
        {"next_link": "relative"},
        {"token_type": "Bearer", "token_style": "long"},
        {"token_style": "stamp", "unauthorized_body": "html"},
        {"hrm_divisions": "missing"},
        {"select_required": "all"},
        {"term_sign": "positive"},
        {"date_header_skew": -245},
        {"date_header_skew": 3000},
        {"plain_post_answer": "all_null", "text_compare": "ignore_case"},
        {"newer_properties": "ignore", "field_lengths": "on"},
    ],
    ids=lambda options: "-".join(options),
)
def test_the_main_job_works_whatever_the_switches_say(
    exact: Running, options: dict[str, Any]
) -> None:
    exact.control("options", **options)
    main_job(open_shop(exact))


def each_row(answer: Answer, change: Any) -> Answer:
    """The answer with every object in it changed."""
    if answer.status >= 300 or not answer.text.startswith("{") or '"d"' not in answer.text[:6]:
        return answer
    d = answer.d
    if isinstance(d, list):
        return answer.having([change(row) for row in d])
    if "results" in d:
        return answer.having(d | {"results": [change(row) for row in d["results"]]})
    return answer.having(change(d))


def bare_list(answer: Answer) -> Answer:
    d = json.loads(answer.text).get("d") if answer.text.startswith('{"d"') else None
    whole = isinstance(d, dict) and "results" in d and "__next" not in d
    return answer.having(d["results"]) if whole and isinstance(d, dict) else answer


def capitals(row: dict[str, Any]) -> dict[str, Any]:
    names = {"ID", "EntryID", "Customer", "TransactionEntryID", "UserID", "GLAccount"}
    return {k: v.upper() if k in names and isinstance(v, str) else v for k, v in row.items()}


def unpadded(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v.strip() if isinstance(v, str) else v for k, v in row.items()}


def padded(row: dict[str, Any]) -> dict[str, Any]:
    names = {"Journal": 5, "Code": 18, "EntryNumber": 0}
    return {
        k: v.strip().rjust(names[k]) if k in names and isinstance(v, str) else v
        for k, v in row.items()
    }


def per_cent(row: dict[str, Any]) -> dict[str, Any]:
    changed = {k: v * 100 for k, v in row.items() if k == "Percentage"}
    return row | changed


def amounts_as_text(row: dict[str, Any]) -> dict[str, Any]:
    names = {"AmountFC", "AmountDC", "VATAmountFC", "TransactionAmountDC", "EntryNumber"}
    return {k: str(v) if k in names and v is not None else v for k, v in row.items()}


def dates_in_iso(row: dict[str, Any]) -> dict[str, Any]:
    return row | ({"EntryDate": "2026-11-20T00:00:00"} if "EntryDate" in row else {})


@pytest.mark.parametrize(
    "change", [capitals, unpadded, per_cent, amounts_as_text, dates_in_iso, padded]
)
def test_the_main_job_works_with_rows_like_these(
    exact: Running, between: Middleman, change: Any
) -> None:
    between.change("/api/v1/", lambda answer: each_row(answer, change))
    shop = open_shop(exact)
    assert answers_of(shop.connection).vat["domestic:21.00"].code == "3"
    main_job(shop)


def test_the_main_job_works_with_bare_lists(exact: Running, between: Middleman) -> None:
    between.change("/api/v1/", bare_list)
    main_job(open_shop(exact))


def test_the_main_job_works_without_limit_headers(exact: Running, between: Middleman) -> None:
    def bare(answer: Answer) -> Answer:
        kept = {k: v for k, v in answer.headers.items() if "ratelimit" not in k.lower()}
        return Answer(answer.method, answer.path, answer.status, kept, answer.text)

    between.change("/", bare)
    main_job(open_shop(exact))


@pytest.mark.parametrize("answer", ["empty", "403"])
def test_without_the_right_to_periods_exact_chooses_and_is_asked_once(
    exact: Running, answer: str
) -> None:
    exact.control("options", rights_removed=f"{PERIODS}:GET", missing_rights_get=answer)
    shop = open_shop(exact)
    for _number in range(8):
        document = shop.issue()
        shop.work()
        assert_exactly_once(shop, document)
    assert len(shop.calls(PERIODS, "GET")) == 1


def test_a_next_link_to_another_host_is_not_followed_with_our_token(
    shop: Shop, between: Middleman
) -> None:
    shop.through(between)
    elsewhere = "http://127.0.0.1:9/api/v1/x"
    between.change(
        "PaymentTerms", lambda a: a.having({"results": [], "__next": elsewhere}), times=1
    )
    job = shop.pull()
    assert job.state == "waiting"
    shop.later(60)
    assert shop.job().state == "done"


def test_a_redirect_to_a_maintenance_page_is_not_followed_and_nothing_is_lost(
    shop: Shop, between: Middleman
) -> None:
    shop.through(between)
    between.instead(ENTRIES, 302, "moved", method="POST", times=1)
    between.instead(ENTRIES, 302, "moved", method="GET", times=1)
    document = shop.issue()
    shop.work()
    assert shop.booking(document).state == BookingState.UNKNOWN
    for _minute in range(20):
        shop.later(60)
    assert_exactly_once(shop, document)


@pytest.mark.parametrize("status", [400, 404])
def test_a_refusal_of_the_look_itself_is_no_proof_of_absence(
    shop: Shop, between: Middleman, status: int
) -> None:
    shop.book()
    shop.through(between)
    between.instead(
        ENTRIES, status, error_body("This $filter is not supported"), method="GET", times=2
    )
    shop.fault("http_503_after_commit")
    document = shop.issue()
    shop.work()
    shop.later(61)
    assert shop.job(document).problem["code"] == "blind"
    for _minute in range(20):
        shop.later(60)
    assert_exactly_once(shop, document)
    assert len(shop.calls()) == 2
