"""The JSON control API under /_control/ (its list stands in the docstring of the package)."""

import json
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from connectors.exact.simulator import actions, faults, limits, options, rights, tokens, traffic
from connectors.exact.simulator.demo import DEMO_CLIENT
from connectors.exact.simulator.state import Simulator
from connectors.exact.simulator.wire import Request, Response, json_response

Body = dict[str, Any]
Handler = Callable[[Simulator, Body], Any]


def handle(sim: Simulator, request: Request) -> Response:
    """GET reads, POST acts; problems answer 400 with {"error": text}."""
    name = request.path.removeprefix("/_control/").strip("/")
    handler = (READS if request.method == "GET" else ACTS).get(name)
    if handler is None:
        return json_response({"error": f"unknown: {request.method} {name}"}, 404)
    try:
        body = _body(request)
        with sim.store.savepoint():
            return json_response(_plain(handler(sim, body)))
    except KeyError as missing:
        return json_response({"error": f"missing: {missing.args[0]}"}, 400)
    except (ValueError, TypeError, InvalidOperation, LookupError) as problem:
        return json_response({"error": str(problem)}, 400)


def _body(request: Request) -> Body:
    if request.method == "GET" or not request.body:
        return dict(request.parameters())
    body = json.loads(request.body, parse_float=Decimal)
    if not isinstance(body, dict):
        raise ValueError("an object was expected")
    return body


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str))


def _health(sim: Simulator, _body: Body) -> Body:
    return {"ok": True, "now": sim.clock.now().isoformat(), "timestamp": sim.clock.timestamp()}


def _divisions(sim: Simulator, _body: Body) -> list[Body]:
    return [
        {"code": row["Code"], "description": row["Description"], "country": row["Country"]}
        for row in sim.store.rows("division")
    ]


def _entries(sim: Simulator, body: Body) -> list[Body]:
    return actions.entry_list(sim, int(body["division"]))


def _options(sim: Simulator, _body: Body) -> Body:
    return dict(sim.options.as_dict())


def _set_options(sim: Simulator, body: Body) -> Body:
    for name, value in body.items():
        sim.set_option(name, value)
    return dict(sim.options.as_dict())


def _switches(_sim: Simulator, _body: Body) -> Body:
    return {
        name: {"default": switch.default, "choices": switch.choices, "label": switch.label}
        for name, switch in options.SWITCHES.items()
    }


def _clock(sim: Simulator, body: Body) -> Body:
    if "advance" in body:
        sim.clock.advance(float(body["advance"]))
    if "speed" in body:
        sim.clock.set_speed(float(body["speed"]))
    return _health(sim, body)


def _revoke(sim: Simulator, body: Body) -> Body:
    return {"revoked": tokens.revoke(sim, str(body["user"]), str(body.get("app", "")))}


def _user(sim: Simulator, body: Body) -> Body:
    name = str(body["user"])
    user = sim.store.get("user", 0, name)
    if user is None:
        raise LookupError(f"unknown user {name}")
    changed = dict(user)
    for key, field, allowed in (
        ("role", "_role", rights.ROLES),
        ("language", "_language", ("nl", "fr", "en")),
        ("refusal", "_refusal", ("", *rights.REASONS)),
    ):
        if key in body:
            if body[key] not in allowed:
                raise ValueError(f"{key} takes {', '.join(allowed)}")
            changed[field] = body[key]
    if "password" in body:  # a changed password closes the sessions of external apps
        changed["_password"] = str(body["password"])
        tokens.revoke(sim, name)
    changed["IsMyFirmPortalUser"] = changed["_role"] == "portal"
    changed["IsClientUser"] = changed["_role"] == "portal"
    sim.store.put("user", 0, name, changed)
    return {"user": name, "role": changed["_role"], "language": changed["_language"]}


def _division(sim: Simulator, body: Body) -> Body:
    code = int(body["division"])
    division = sim.division(code)
    if division is None:
        raise LookupError(f"unknown division {code}")
    refusal = body.get("refusal", division.get("_refusal", ""))
    if refusal not in ("", *rights.REASONS):
        raise ValueError(f"refusal takes {', '.join(rights.REASONS)}")
    withdrawn = bool(body.get("withdrawn", division.get("_withdrawn", False)))
    changed = {**division, "_refusal": refusal, "_withdrawn": withdrawn}
    sim.store.put("division", 0, str(code), changed)
    if body.get("moved"):
        actions.move_division(sim, code)
    return {"division": code, "refusal": refusal, "withdrawn": withdrawn}


def _quota(sim: Simulator, body: Body) -> Body:
    minute, day = int(body.get("minute") or 0), int(body.get("day") or body.get("minute") or 0)
    app = str(body.get("app", DEMO_CLIENT))
    limits.eat(sim, app, int(body["division"]), minute, day)
    return {"eaten": {"minute": minute, "day": day}}


def _app(sim: Simulator, body: Body) -> Body:
    app = {
        "name": str(body.get("name", "App")),
        "secret": str(body["client_secret"]),
        "local": bool(body.get("local", True)),
        "redirect_uris": [str(address) for address in body.get("redirect_uris", [])],
    }
    sim.store.put("app", 0, str(body["client_id"]), app)
    return {"client_id": body["client_id"], "name": app["name"]}


def _arm(sim: Simulator, body: Body) -> Body:
    return faults.arm(sim, body)


def _armed(sim: Simulator, _body: Body) -> list[Body]:
    return sim.store.rows("fault")


def _disarm(sim: Simulator, _body: Body) -> Body:
    faults.disarm(sim)
    return {"armed": 0}


def _journal(sim: Simulator, body: Body) -> list[Body]:
    return traffic.lines(sim, int(body.get("after", 0)), int(body.get("limit", 1000)))


def _clear_journal(sim: Simulator, _body: Body) -> Body:
    sim.store.execute("DELETE FROM journal")
    return {"requests": 0}


def _history(sim: Simulator, body: Body) -> Body:
    return traffic.check(sim, body.get("believed", ()))


def _entry_action(name: str) -> Handler:
    def act(sim: Simulator, body: Body) -> Body:
        return actions.entry_action(sim, int(body["division"]), str(body["entry"]), name, body)

    return act


READS: dict[str, Handler] = {
    "health": _health,
    "divisions": _divisions,
    "entries": _entries,
    "options": _options,
    "switches": _switches,
    "clock": _clock,
    "faults": _armed,
    "journal": _journal,
    "history": _history,
}
ACTS: dict[str, Handler] = {
    "options": _set_options,
    "clock": _clock,
    "revoke": _revoke,
    "user": _user,
    "division": _division,
    "quota": _quota,
    "app": _app,
    "faults": _arm,
    "faults/clear": _disarm,
    "journal/clear": _clear_journal,
    "history": _history,
    "account": actions.add_account,
    "period": actions.close_period,
    "purchase": actions.add_purchase,
    **{f"entries/{name}": _entry_action(name) for name in actions.ENTRY_ACTIONS},
}
