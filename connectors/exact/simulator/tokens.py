"""The token endpoint and bearer tokens (reference 1.3 to 1.6). Only digests of tokens are kept."""

import hashlib
import secrets
from datetime import UTC, datetime
from typing import Any

from connectors.exact.simulator import envelope, limits
from connectors.exact.simulator.context import Context
from connectors.exact.simulator.state import Simulator
from connectors.exact.simulator.store import Record
from connectors.exact.simulator.wire import Request, Response, json_response

ACCESS_LIFE = 600.0
EARLIEST_REFRESH = 570.0
REFRESH_LIFE = 30 * 86400.0
CODE_LIFE = 180.0
FORM = "application/x-www-form-urlencoded"
CHAIN_ERROR = "Token is not allowed, because of invalid or empty chainId"
EARLY_ERROR = "Rate limit exceeded: access_token not expired"
ERROR_ENDPOINT = "oauth2/token"


def digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def refusal(status: int, error: str, text: str = "", reason: str = "", note: str = "") -> Response:
    """An error body of the token endpoint."""
    body = {"error": error, "error_description": text} if text else {"error": error}
    headers = {"Reason": reason} if reason else {}
    return json_response(body, status, headers, note or error)


def token_call(sim: Simulator, request: Request) -> Response:
    """POST /api/oauth2/token, form-encoded only."""
    if request.method != "POST":
        return refusal(405, "invalid_request")
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    form = request.form()
    app = sim.store.get("app", 0, form.get("client_id", ""))
    if kind != FORM or app is None or form.get("client_secret") != app["secret"]:
        return refusal(400, "invalid_request", note="wrong client")
    grants = {"authorization_code": _from_code, "refresh_token": _from_refresh}
    grant = grants.get(form.get("grant_type", ""))
    return grant(sim, form) if grant else refusal(400, "unsupported_grant_type")


def _from_code(sim: Simulator, form: dict[str, str]) -> Response:
    key = digest(form.get("code", ""))
    code = sim.store.get("code", 0, key)
    if code is None or code["client_id"] != form["client_id"]:
        return refusal(400, "invalid_grant", note="unknown code")
    sim.store.delete("code", 0, key)
    if sim.clock.timestamp() > code["made"] + CODE_LIFE:
        return refusal(400, "invalid_grant", note="code expired")
    if form.get("redirect_uri") != code["redirect_uri"]:
        return refusal(400, "invalid_grant", note="other redirect_uri")
    if sim.options.on("new_consent_kills_chain"):
        revoke(sim, code["user"], code["client_id"])
    chain = {
        "id": sim.new_guid(),
        "client_id": code["client_id"],
        "user": code["user"],
        "divisions": code["divisions"],
        "revoked": False,
        "token_calls": {},
    }
    return _issue(sim, chain, "chain made")


def _from_refresh(sim: Simulator, form: dict[str, str]) -> Response:
    key = digest(form.get("refresh_token", ""))
    token = sim.store.get("refresh", 0, key)
    chain = sim.store.get("chain", 0, token["chain"]) if token else None
    if token is None or chain is None or chain["client_id"] != form["client_id"]:
        return _chain_error("unknown refresh token")
    error_key = f"{chain['client_id']}:{chain['user']}:0:{ERROR_ENDPOINT}"
    response = limits.blocked(sim, error_key) or _refresh(sim, key, token, chain)
    limits.count_error(sim, error_key, response.status)
    return response


def _chain_error(note: str) -> Response:
    return refusal(400, "invalid_grant", CHAIN_ERROR, f"Unknown: {CHAIN_ERROR}", note)


def _refresh(sim: Simulator, key: str, token: Record, chain: Record) -> Response:
    now = sim.clock.timestamp()
    if chain["revoked"]:
        return _chain_error("chain revoked")
    if token["state"] == "old":
        return refusal(401, "unauthorized_client", "Old refresh token used.", note="old token")
    if now >= token["expires"]:
        return refusal(400, "invalid_request", _expiry_text(token["expires"], now), note="expired")
    if now < chain["issued"] + EARLIEST_REFRESH and sim.options.on("early_refresh_refused"):
        return _too_early(sim, chain)
    if _over_daily(sim, chain):
        return refusal(429, "access_denied", "Rate limit exceeded", note="daily token calls")
    _lapse(sim, chain, key)
    return _issue(sim, chain, f"refreshed {chain['id']}")


def _too_early(sim: Simulator, chain: Record) -> Response:
    reason = f"TooEarlyToRefreshTokens: {EARLY_ERROR}"
    answer = refusal(400, "access_denied", EARLY_ERROR, reason, "too early")
    if sim.options.on("early_refresh_gives_tokens"):
        _lapse(sim, chain, "")
        made = _issue(sim, chain, "too early")
        return Response(400, made.body, headers=answer.headers, note="too early, with tokens")
    return answer


def _expiry_text(expires: float, now: float) -> str:
    return f"The refresh token expired at {_us_time(expires)} and it is now {_us_time(now)}."


def _us_time(moment: float) -> str:
    """A moment as 10/11/2022 9:18:20 PM."""
    when = datetime.fromtimestamp(moment, UTC)
    hour = when.hour % 12 or 12
    return f"{when.month}/{when.day}/{when.year} {hour}:{when:%M:%S} {when:%p}"


def _over_daily(sim: Simulator, chain: Record) -> bool:
    limit = sim.options.number("token_calls_per_day")
    day = str(int(sim.clock.timestamp()) // 86400)
    return bool(limit) and chain["token_calls"].get(day, 0) >= limit


def _lapse(sim: Simulator, chain: Record, used: str) -> None:
    """Rotates: strict lets every earlier token lapse, grace keeps the one just used.

    In grace mode the earlier token lapses once the newer one is used, which is what happens here.
    """
    keep = used if sim.options.text("refresh_mode") == "grace" else ""
    for key in chain.get("refresh_keys", ()):
        state = "grace" if key == keep else "old"
        token = sim.store.get("refresh", 0, key)
        if token is not None and token["state"] != "old":
            sim.store.put("refresh", 0, key, {**token, "state": state})


def _issue(sim: Simulator, chain: Record, note: str) -> Response:
    access, refresh = _new_token(sim, "access"), _new_token(sim, "refresh")
    now = sim.clock.timestamp()
    day = str(int(now) // 86400)
    for key in chain.get("access_keys", ()):
        token = sim.store.get("access", 0, key)
        if token is not None and token["expires"] <= now - 3600:
            sim.store.delete("access", 0, key)
    sim.store.put("access", 0, digest(access), {"chain": chain["id"], "expires": now + ACCESS_LIFE})
    sim.store.put(
        "refresh",
        0,
        digest(refresh),
        {"chain": chain["id"], "expires": now + REFRESH_LIFE, "state": "current"},
    )
    changed = {
        **chain,
        "issued": now,
        "access_keys": [*chain.get("access_keys", ())[-3:], digest(access)],
        "refresh_keys": [*chain.get("refresh_keys", ())[-20:], digest(refresh)],
        "token_calls": {day: chain["token_calls"].get(day, 0) + 1},
    }
    sim.store.put("chain", 0, chain["id"], changed)
    return json_response(_answer(sim, access, refresh), note=note)


def _answer(sim: Simulator, access: str, refresh: str) -> dict[str, Any]:
    return {
        "access_token": access,
        "token_type": sim.options.text("token_type"),
        "expires_in": str(int(ACCESS_LIFE)),  # a string, as Exact sends it
        "refresh_token": refresh,
    }


def _new_token(sim: Simulator, kind: str) -> str:
    style = sim.options.text("token_style")
    if style == "stamp":
        return f"stampNL001.gAAAA{secrets.token_urlsafe(120)}"
    size = 1200 if style == "long" else 180
    if kind == "access":
        return f"AAEA{secrets.token_urlsafe(size)}"
    return f"{secrets.token_urlsafe(3)}!IAAA{secrets.token_urlsafe(size)}"


def new_code() -> str:
    """An authorisation code; it contains an exclamation mark."""
    return f"{secrets.token_urlsafe(3)}!IAAA{secrets.token_urlsafe(90)}"


def revoke(sim: Simulator, user: str, app: str = "") -> int:
    """Ends the chains of a user (with one app); gives how many."""
    ended = 0
    for key, chain in sim.store.items("chain"):
        if chain["user"] == user and app in ("", chain["client_id"]) and not chain["revoked"]:
            sim.store.put("chain", 0, key, {**chain, "revoked": True})
            ended += 1
    return ended


def bearer(sim: Simulator, request: Request, place: str) -> Context | Response:
    """Who calls, or a 401; an expired token counts as an error at '{division}:{endpoint}'."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    token = sim.store.get("access", 0, digest(value.strip()))
    chain = sim.store.get("chain", 0, token["chain"]) if token else None
    if scheme.lower() != "bearer" or token is None or chain is None:
        return unauthorized(sim, "unknown access token")
    if chain["revoked"] or sim.clock.timestamp() >= token["expires"]:
        limits.count_error(sim, f"{chain['client_id']}:{chain['user']}:{place}", 401)
        return unauthorized(sim, "access token expired")
    return Context(sim, chain["user"], chain["client_id"], chain["id"], 0, request.base_url)


def unauthorized(sim: Simulator, note: str) -> Response:
    """The 401 of the API; its body is not established, so a switch chooses."""
    style = sim.options.text("unauthorized_body")
    if style == "envelope":
        return envelope.error(401, "Unauthorized")
    if style == "html":
        page = b"<html><body><h1>401 - Unauthorized</h1></body></html>"
        return Response(401, page, "text/html", note=note)
    return Response(401, note=note)
