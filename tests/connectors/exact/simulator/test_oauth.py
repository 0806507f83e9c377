from urllib.parse import parse_qs, urlsplit

import requests

from connectors.exact.simulator.testing import Running
from tests.connectors.exact.simulator.outsider import BE, CALLBACK, NL, Outsider, connected

CHAIN = {
    "error": "invalid_grant",
    "error_description": "Token is not allowed, because of invalid or empty chainId",
}


def test_login_page_is_shown_first_and_names_the_users(sim: Running) -> None:
    client = Outsider(sim.base_url)
    page = client.http.get(f"{sim.base_url}/api/oauth2/auth", params=client.auth_query())
    assert page.status_code == 200
    assert 'lang="nl"' in page.text
    assert "kantoor" in page.text
    assert "mijnkantoor" in page.text


def test_wrong_password_gives_the_login_page_again(sim: Running) -> None:
    client = Outsider(sim.base_url)
    form = {**client.auth_query(), "user": "kantoor", "password": "anders"}
    page = client.http.post(f"{sim.base_url}/api/oauth2/auth", data=form)
    assert "horen niet bij elkaar" in page.text
    assert client.consent().startswith(CALLBACK)


def test_session_cookie_skips_the_login_unless_forced(sim: Running) -> None:
    client = Outsider(sim.base_url)
    client.consent()
    address = f"{sim.base_url}/api/oauth2/auth"
    plain = client.http.get(address, params=client.auth_query(force_login="0"))
    forced = client.http.get(address, params=client.auth_query(force_login="1"))
    assert "Toegang geven" in plain.text
    assert "Aanmelden bij Exact" in forced.text


def test_code_contains_an_exclamation_mark_and_state_comes_back(sim: Running) -> None:
    address = Outsider(sim.base_url).consent(state="a b&c")
    assert "%21" in address
    query = parse_qs(urlsplit(address).query)
    assert "!" in query["code"][0]
    assert query["state"] == ["a b&c"]


def test_unregistered_redirect_or_client_is_refused_on_the_spot(sim: Running) -> None:
    client = Outsider(sim.base_url)
    address = f"{sim.base_url}/api/oauth2/auth"
    for changes in ({"redirect_uri": "https://elders.example/"}, {"client_id": "x"}):
        answer = client.http.get(address, params=client.auth_query(**changes))
        assert answer.status_code == 400


def test_token_answer_has_expires_in_as_text(sim: Running) -> None:
    client = Outsider(sim.base_url)
    answer = client.exchange(client.code()).json()
    assert answer["expires_in"] == "600"
    assert answer["token_type"] == "bearer"
    assert "!" in answer["refresh_token"]


def test_code_works_once(sim: Running) -> None:
    client = Outsider(sim.base_url)
    code = client.code()
    assert client.exchange(code).status_code == 200
    assert client.exchange(code).status_code == 400


def test_code_dies_after_three_minutes(sim: Running) -> None:
    client = Outsider(sim.base_url)
    code = client.code()
    sim.advance(181)
    assert client.exchange(code).status_code == 400


def test_redirect_uri_must_be_the_same_to_the_letter(sim: Running) -> None:
    client = Outsider(sim.base_url)
    assert client.exchange(client.code(), CALLBACK.rstrip("/")).status_code == 400


def test_wrong_secret_is_an_invalid_request(sim: Running) -> None:
    client = connected(sim)
    answer = client.token_call(
        grant_type="refresh_token",
        refresh_token=client.tokens["refresh_token"],
        client_secret="other",
    )
    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_request"})


def test_token_call_must_be_form_encoded(sim: Running) -> None:
    answer = requests.post(f"{sim.base_url}/api/oauth2/token", json={"grant_type": "x"}, timeout=9)
    assert answer.status_code == 400


def test_refresh_before_570_seconds_is_refused_and_counts(sim: Running) -> None:
    client = connected(sim)
    sim.advance(569)
    answer = client.refresh()
    assert answer.status_code == 400
    assert answer.json() == {
        "error": "access_denied",
        "error_description": "Rate limit exceeded: access_token not expired",
    }
    assert answer.headers["Reason"].startswith("TooEarlyToRefreshTokens: Rate limit")
    sim.advance(1)
    assert client.refresh().status_code == 200


def test_too_early_refreshes_block_the_token_endpoint(sim: Running) -> None:
    client = connected(sim)
    for _number in range(11):
        client.refresh()
    sim.advance(600)
    assert client.refresh().status_code == 429
    sim.advance(3600)
    assert client.refresh().status_code == 200


def test_old_refresh_token_is_refused_with_the_recorded_body(sim: Running) -> None:
    client = connected(sim)
    old = client.tokens["refresh_token"]
    sim.advance(570)
    assert client.refresh().status_code == 200
    answer = client.refresh(old)
    assert answer.status_code == 401
    assert answer.json() == {
        "error": "unauthorized_client",
        "error_description": "Old refresh token used.",
    }


def test_grace_mode_takes_the_old_token_until_the_new_one_was_used(sim: Running) -> None:
    sim.control("options", refresh_mode="grace")
    client = connected(sim)
    first = client.tokens["refresh_token"]
    sim.advance(600)
    lost = client.refresh().json()["refresh_token"]
    sim.advance(600)
    assert client.refresh(first).status_code == 200
    sim.advance(600)
    assert client.refresh(lost).status_code == 401
    assert client.refresh().status_code == 200
    assert client.refresh(first).status_code == 401


def test_refresh_token_dies_after_thirty_days_with_american_dates(sim: Running) -> None:
    client = connected(sim)
    sim.advance(30 * 86400)
    answer = client.refresh()
    assert answer.status_code == 400
    assert answer.json() == {
        "error": "invalid_request",
        "error_description": "The refresh token expired at 12/20/2026 12:00:00 PM and it is now "
        "12/20/2026 12:00:00 PM.",
    }


def test_access_token_dies_after_600_seconds(sim: Running) -> None:
    client = connected(sim)
    sim.advance(599)
    assert client.call("GET", "current/Me").status_code == 200
    sim.advance(1)
    assert client.call("GET", "current/Me").status_code == 401


def test_second_consent_of_the_same_user_kills_the_first_chain(sim: Running) -> None:
    first = connected(sim)
    second = connected(sim)
    sim.advance(580)
    answer = first.refresh()
    assert (answer.status_code, answer.json()) == (400, CHAIN)
    assert answer.headers["Reason"].startswith("Unknown: Token is not allowed")
    assert second.refresh().status_code == 200


def test_second_consent_may_leave_the_first_alive_by_switch(sim: Running) -> None:
    sim.control("options", new_consent_kills_chain=False)
    first = connected(sim)
    connected(sim)
    sim.advance(580)
    assert first.refresh().status_code == 200


def test_revoked_chain_needs_consent_again(sim: Running) -> None:
    client = connected(sim)
    assert sim.control("revoke", user="kantoor") == {"revoked": 1}
    assert client.call("GET", "current/Me").status_code == 401
    sim.advance(580)
    assert client.refresh().json() == CHAIN


def test_only_divisions_that_were_allowed_can_be_reached(sim: Running) -> None:
    client = Outsider(sim.base_url, NL)
    client.exchange(client.code(divisions=(BE,)))
    answer = client.call("GET", "financial/Journals")
    assert answer.status_code == 403
    assert answer.headers["Reason"] == "NoDivisionAccess"
    assert [row["Code"] for row in client.rows("system/Divisions", select="Code")] == [BE]


def test_long_and_stamped_tokens_work_too(sim: Running) -> None:
    sim.control("options", token_style="long", token_type="Bearer")
    client = connected(sim)
    assert len(client.tokens["access_token"]) > 1000
    assert client.call("GET", "current/Me").status_code == 200
    sim.control("options", token_style="stamp")
    sim.advance(580)
    assert client.refresh().json()["access_token"].startswith("stampNL001.")


def test_no_token_stands_in_the_database_or_the_journal(sim: Running) -> None:
    client = connected(sim)
    client.call("GET", "current/Me")
    dump = str(sim.state.store.execute("SELECT * FROM objects"))
    dump += str(sim.state.store.execute("SELECT * FROM journal"))
    for token in (client.tokens["access_token"], client.tokens["refresh_token"]):
        assert token not in dump
