"""Call limits per app and division, and the block after too many errors (reference 2.1 to 2.3)."""

from collections.abc import Mapping

from connectors.exact.simulator.state import Simulator
from connectors.exact.simulator.store import Record
from connectors.exact.simulator.wire import Response

COUNTED_ERRORS = (400, 401, 403, 404)
HOUR = 3600.0


def _window(sim: Simulator, app: str, division: int) -> Record:
    """The use in the present minute and day: fixed windows, whole minute and midnight UTC."""
    now = int(sim.clock.timestamp())
    used = sim.store.get("limit", 0, f"{app}:{division}") or {}
    minute, day = now // 60, now // 86400
    return {
        "minute": minute,
        "minute_used": used.get("minute_used", 0) if used.get("minute") == minute else 0,
        "day": day,
        "day_used": used.get("day_used", 0) if used.get("day") == day else 0,
    }


def _headers(sim: Simulator, window: Record, families: str) -> dict[str, str]:
    """The headers of the families 'm' (minutely) and 'd' (daily); resets in epoch milliseconds."""
    headers = {}
    for family, prefix, name, length, used in (
        ("d", "X-RateLimit-", "limit_day", 86400, window["day_used"]),
        ("m", "X-RateLimit-Minutely-", "limit_minute", 60, window["minute_used"]),
    ):
        if family in families:
            limit = sim.options.number(name)
            start = window["day"] if family == "d" else window["minute"]
            headers[f"{prefix}Limit"] = str(limit)
            headers[f"{prefix}Remaining"] = str(max(0, limit - used))
            headers[f"{prefix}Reset"] = str((start + 1) * length * 1000)
    return headers


def count_call(sim: Simulator, app: str, division: int) -> tuple[Mapping[str, str], bool]:
    """Counts a call; gives the headers, and whether it is refused."""
    window = _window(sim, app, division)
    if not sim.options.on("limits_on"):
        return {}, False
    exceeded = "d" if window["day_used"] >= sim.options.number("limit_day") else ""
    if not exceeded and window["minute_used"] >= sim.options.number("limit_minute"):
        exceeded = "m"
    if exceeded:
        return _headers(sim, window, exceeded), True
    _use(sim, app, division, window, 1, 1)
    return _headers(sim, _window(sim, app, division), "md"), False


def too_many(sim: Simulator, headers: Mapping[str, str]) -> Response:
    """The 429: an empty body and the headers that the switch asks for."""
    style = sim.options.text("limit_headers")
    if style == "none":
        headers = {}
    elif style == "with_retry_after":
        wait = 60 - int(sim.clock.timestamp()) % 60
        headers = {**headers, "Retry-After": str(wait)}
    return Response(429, headers=headers, note="limit")


def eat(sim: Simulator, app: str, division: int, minute: int, day: int) -> None:
    """Lets another consumer of the same app and division use up calls."""
    _use(sim, app, division, _window(sim, app, division), minute, day)


def _use(sim: Simulator, app: str, division: int, window: Record, minute: int, day: int) -> None:
    used = {
        **window,
        "minute_used": window["minute_used"] + minute,
        "day_used": window["day_used"] + day,
    }
    sim.store.put("limit", 0, f"{app}:{division}", used)


def blocked(sim: Simulator, key: str) -> Response | None:
    """The refusal while too many errors were made on an endpoint (its form is unknown: switch)."""
    record = sim.store.get("velocity", 0, key)
    if record is None or record["blocked_until"] <= sim.clock.timestamp():
        return None
    status = int(sim.options.text("error_block_status"))
    if status == 429:
        return Response(429, note="blocked")
    text = '{"error":{"code":"","message":{"lang":"","value":"API rate limit exceeded"}}}'
    return Response(status, text.encode(), note="blocked")


def count_error(sim: Simulator, key: str, status: int) -> None:
    """Counts an error of app, user, division and endpoint; more than ten an hour block them."""
    limit = sim.options.number("error_limit")
    if status not in COUNTED_ERRORS or not limit:
        return
    now = sim.clock.timestamp()
    times = (sim.store.get("velocity", 0, key) or {"times": []})["times"]
    times = [moment for moment in times if now - HOUR < moment <= now] + [now]
    until = now + HOUR if len(times) > limit else 0.0
    sim.store.put("velocity", 0, key, {"times": times, "blocked_until": until})
