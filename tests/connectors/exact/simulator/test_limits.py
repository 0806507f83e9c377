from connectors.exact.simulator.testing import Running
from tests.connectors.exact.simulator.outsider import BE, NL, Outsider

NOON_MS = 1_795_176_000_000
FAMILIES = ("X-RateLimit-", "X-RateLimit-Minutely-")


def test_headers_tell_both_families_in_epoch_milliseconds(exact: Outsider) -> None:
    headers = exact.call("GET", "financial/Journals").headers
    assert headers["X-RateLimit-Limit"] == "5000"
    assert headers["X-RateLimit-Remaining"] == "4999"
    assert headers["X-RateLimit-Reset"] == str(NOON_MS + 12 * 3_600_000)
    assert headers["X-RateLimit-Minutely-Limit"] == "60"
    assert headers["X-RateLimit-Minutely-Remaining"] == "59"
    assert headers["X-RateLimit-Minutely-Reset"] == str(NOON_MS + 60_000)


def test_minute_is_a_fixed_window(sim: Running, exact: Outsider) -> None:
    sim.advance(50)
    for _number in range(60):
        assert exact.call("GET", "financial/Journals").status_code == 200
    refused = exact.call("GET", "financial/Journals")
    assert (refused.status_code, refused.content) == (429, b"")
    assert refused.headers["X-RateLimit-Minutely-Remaining"] == "0"
    assert "X-RateLimit-Limit" not in refused.headers
    assert "Retry-After" not in refused.headers
    sim.advance(10)
    assert exact.call("GET", "financial/Journals").status_code == 200


def test_day_ends_at_midnight_utc_and_names_only_its_own_family(
    sim: Running, exact: Outsider
) -> None:
    sim.control("quota", division=BE, minute=0, day=5000)
    refused = exact.call("GET", "financial/Journals")
    assert refused.status_code == 429
    assert refused.headers["X-RateLimit-Remaining"] == "0"
    assert "X-RateLimit-Minutely-Limit" not in refused.headers
    sim.advance(12 * 3600)
    assert exact.refresh().status_code == 200
    assert exact.call("GET", "financial/Journals").status_code == 200


def test_limits_are_counted_per_division(sim: Running, exact: Outsider) -> None:
    sim.control("quota", division=BE, minute=60)
    assert exact.call("GET", "financial/Journals").status_code == 429
    exact.division = NL
    assert exact.call("GET", "financial/Journals").status_code == 200


def test_limits_and_headers_change_at_run_time(sim: Running, exact: Outsider) -> None:
    sim.control("options", limit_minute=1, limit_headers="none")
    exact.call("GET", "financial/Journals")
    refused = exact.call("GET", "financial/Journals")
    assert refused.status_code == 429
    assert not [name for name in refused.headers if name.startswith("X-RateLimit")]
    sim.control("options", limit_headers="with_retry_after")
    assert exact.call("GET", "financial/Journals").headers["Retry-After"] == "60"


def test_more_than_ten_errors_block_one_endpoint_for_an_hour(sim: Running, exact: Outsider) -> None:
    for _number in range(11):
        assert exact.call("GET", "crm/Accounts").status_code == 400
    blocked = exact.call("GET", "crm/Accounts", params={"$filter": "Name eq 'x'"})
    assert (blocked.status_code, blocked.content) == (429, b"")
    assert exact.call("GET", "financial/Journals").status_code == 200
    sim.advance(3601)
    exact.refresh()
    good = exact.call("GET", "crm/Accounts", params={"$filter": "Name eq 'x'"})
    assert good.status_code == 200


def test_business_refusals_do_not_count_as_errors(exact: Outsider) -> None:
    body = exact.invoice(Journal="999")
    for _number in range(12):
        assert exact.post("salesentry/SalesEntries", body).status_code == 500


def test_missing_keys_count_as_errors_but_empty_filters_do_not(exact: Outsider) -> None:
    path = "salesentry/SalesEntries(guid'00000000-0000-0000-0000-000000000001')"
    for _number in range(12):
        exact.rows("salesentry/SalesEntries", filter="YourRef eq 'x'", select="EntryID")
    for _number in range(11):
        assert exact.call("GET", path).status_code == 404
    assert exact.call("GET", path).status_code == 429


def test_expired_access_tokens_count_as_errors(sim: Running, exact: Outsider) -> None:
    sim.advance(601)
    for _number in range(11):
        assert exact.call("GET", "financial/Journals").status_code == 401
    exact.refresh()
    assert exact.call("GET", "financial/Journals").status_code == 429
