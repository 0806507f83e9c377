import time

import pytest
import requests

from connectors.exact.simulator.testing import Running
from tests.connectors.exact.simulator.outsider import BE, Outsider, connected

ENTRIES = "salesentry/SalesEntries"


def count(sim: Running) -> int:
    return len(sim.read("entries", division=BE))


def arm(sim: Running, kind: str, **fields: object) -> None:
    sim.control("faults", kind=kind, **{"method": "POST", "path": "SalesEntries$", **fields})


@pytest.mark.parametrize(
    ("kind", "booked"),
    [
        ("reset_before", 0),
        ("reset_after_commit", 1),
        ("timeout_before", 0),
        ("timeout_after_commit", 1),
    ],
)
def test_connection_that_breaks(sim: Running, exact: Outsider, kind: str, booked: int) -> None:
    body, before = exact.invoice(), count(sim)
    arm(sim, kind, seconds=0.05)
    with pytest.raises(requests.ConnectionError):
        exact.post(ENTRIES, body)
    assert count(sim) == before + booked
    assert exact.post(ENTRIES, body).status_code == 201


@pytest.mark.parametrize("status", [500, 502, 503])
@pytest.mark.parametrize(("moment", "booked"), [("before", 0), ("after_commit", 1)])
def test_html_error(sim: Running, exact: Outsider, status: int, moment: str, booked: int) -> None:
    body, before = exact.invoice(), count(sim)
    arm(sim, f"http_{status}_{moment}")
    answer = exact.post(ENTRIES, body)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "text/html"
    assert count(sim) == before + booked


def test_html_with_status_200_and_429_without_headers(sim: Running, exact: Outsider) -> None:
    body, before = exact.invoice(), count(sim)
    arm(sim, "html_200")
    assert exact.post(ENTRIES, body).text.startswith("<!DOCTYPE html>")
    arm(sim, "rate_limited")
    answer = exact.post(ENTRIES, body)
    assert (answer.status_code, answer.content) == (429, b"")
    assert "X-RateLimit-Minutely-Limit" not in answer.headers
    assert count(sim) == before


def test_truncated_json_was_booked(sim: Running, exact: Outsider) -> None:
    body, before = exact.invoice(), count(sim)
    arm(sim, "truncated_json")
    with pytest.raises(requests.exceptions.RequestException):
        exact.post(ENTRIES, body)
    assert count(sim) == before + 1


def test_empty_list_hides_what_is_there(sim: Running, exact: Outsider) -> None:
    exact.book()
    arm(sim, "empty_list", method="GET")
    wanted = {"filter": "YourRef eq 'F2026-0001'", "select": "EntryID"}
    assert exact.rows(ENTRIES, **wanted) == []
    assert len(exact.rows(ENTRIES, **wanted)) == 1


def test_late_commit_books_after_the_simulated_delay(sim: Running, exact: Outsider) -> None:
    body, before = exact.invoice(), count(sim)
    arm(sim, "late_commit", seconds=90)
    assert exact.post(ENTRIES, body).status_code == 504
    sim.advance(89)
    exact.get("financial/Journals", select="Code")
    assert count(sim) == before
    sim.advance(1)
    exact.get("financial/Journals", select="Code")
    assert count(sim) == before + 1


def test_new_entries_can_be_invisible_for_a_while(sim: Running, exact: Outsider) -> None:
    sim.control("options", late_visibility=30)
    exact.book()
    wanted = {"filter": "YourRef eq 'F2026-0001'", "select": "EntryID"}
    assert exact.rows(ENTRIES, **wanted) == []
    sim.advance(30)
    assert len(exact.rows(ENTRIES, **wanted)) == 1


def test_lost_token_reply_loses_the_link_when_strict(sim: Running) -> None:
    client = connected(sim)
    sim.advance(580)
    sim.control("faults", kind="lost_token_reply")
    with pytest.raises(requests.ConnectionError):
        client.refresh()
    sim.advance(600)
    assert client.refresh().json()["error_description"] == "Old refresh token used."


def test_lost_token_reply_is_survived_with_grace(sim: Running) -> None:
    sim.control("options", refresh_mode="grace")
    client = connected(sim)
    sim.advance(580)
    sim.control("faults", kind="lost_token_reply")
    with pytest.raises(requests.ConnectionError):
        client.refresh()
    assert client.refresh().json()["error"] == "access_denied"
    sim.advance(600)
    assert client.refresh().status_code == 200


def test_slow_answer_comes(sim: Running, exact: Outsider) -> None:
    arm(sim, "slow", method="GET", path="Journals", seconds=0.2)
    start = time.monotonic()
    exact.get("financial/Journals", select="Code")
    assert time.monotonic() - start > 0.1


def test_clock_skew_shows_in_the_date_header(sim: Running, exact: Outsider) -> None:
    sim.control("options", date_header_skew=-245)
    answer = exact.call("GET", "current/Me")
    assert answer.headers["Date"] == "Fri, 20 Nov 2026 11:55:55 GMT"


def test_fault_with_chance_is_the_same_for_the_same_seed(sim: Running, exact: Outsider) -> None:
    def drawn(seed: int) -> list[int]:
        sim.control("faults/clear")
        arm(sim, "rate_limited", method="GET", path="Me", times=99, probability=0.5, seed=seed)
        return [exact.call("GET", "current/Me").status_code for _number in range(20)]

    first = drawn(7)
    assert drawn(7) == first
    assert set(first) == {200, 429}
    assert drawn(8) != first


def test_unknown_fault_or_expression_is_refused(sim: Running) -> None:
    for wrong in ({"kind": "gremlin"}, {"kind": "slow", "path": "("}):
        answer = requests.post(f"{sim.base_url}/_control/faults", json=wrong, timeout=9)
        assert answer.status_code == 400
        assert answer.json()["error"]
