"""The REST API: from a request with a bearer token to Exact's answer."""

import json
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from connectors.exact.simulator import (
    envelope,
    limits,
    messages,
    query,
    reading,
    rights,
    rules_documents,
    sync,
    tokens,
)
from connectors.exact.simulator.addresses import Target, target
from connectors.exact.simulator.context import Context
from connectors.exact.simulator.endpoints import ENDPOINTS, Endpoint
from connectors.exact.simulator.errors import ApiError, BusinessError
from connectors.exact.simulator.properties import SHAPES, check_body
from connectors.exact.simulator.state import Simulator
from connectors.exact.simulator.store import Record
from connectors.exact.simulator.wire import Request, Response, json_response
from connectors.exact.simulator.writers import WRITERS


def handle(sim: Simulator, request: Request) -> Response:
    """The answer to a call under /api/v1/; refused calls count toward the error limit."""
    wanted = target(request.path)
    division = wanted.division if wanted else 0
    place = f"{division}:{wanted.endpoint if wanted else request.path}"
    token = tokens.bearer(sim, request, place)
    if isinstance(token, Response):
        return token
    error_key = f"{token.app}:{token.user}:{place}"
    refusal = limits.blocked(sim, error_key)
    if refusal is not None:
        return refusal
    headers, refused = limits.count_call(sim, token.app, division) if division else ({}, False)
    if refused:
        return limits.too_many(sim, headers)
    prefer = "return=representation" in request.headers.get("prefer", "").replace(" ", "")
    context = Context(sim, token.user, token.app, token.chain, division, request.base_url, prefer)
    response = answer(context, wanted, request)
    limits.count_error(sim, error_key, response.status)
    return response.plus(headers)


def answer(context: Context, wanted: Target | None, request: Request) -> Response:
    """Does the call; every refusal becomes a response and leaves no trace in the ledger."""
    try:
        with context.sim.store.savepoint():
            return _do(context, wanted, request)
    except ApiError as refusal:
        return envelope.error(refusal.status, refusal.text or "", refusal.headers)
    except BusinessError as refusal:
        text = messages.message(refusal.pattern, refusal.subject, context.language)
        return envelope.error(500, text)


def _do(context: Context, wanted: Target | None, request: Request) -> Response:
    if wanted is None:
        raise ApiError(404, "Resource not found for the segment.")
    rights.check_access(context, wanted.endpoint)
    _check_accept(context.sim, request)
    if wanted.endpoint == "users/UserHasRights":
        allowed = rights.user_has_rights(context, request.parameters())
        return json_response({"d": {"UserHasRights": allowed}})
    if wanted.endpoint == "read/sync/Sync/SyncTimestamp":
        return json_response(sync.start_point(context, request.parameters()))
    endpoint = ENDPOINTS.get(wanted.endpoint)
    if endpoint is None or bool(wanted.division) == (endpoint.name == "current/Me"):
        raise ApiError(404, f"Resource not found for the segment '{wanted.endpoint}'.")
    if _missing(context.sim, endpoint):
        raise ApiError(404, f"Resource not found for the segment '{wanted.endpoint}'.")
    if request.method == "GET":
        return reading.read(context, endpoint, wanted, request)
    return _write(context, endpoint, wanted, request)


def _missing(sim: Simulator, endpoint: Endpoint) -> bool:
    switches = {"hrm/Divisions": "hrm_divisions", "system/Divisions": "system_divisions"}
    switch = switches.get(endpoint.name)
    return switch is not None and sim.options.text(switch) == "missing"


def _check_accept(sim: Simulator, request: Request) -> None:
    """Exact's default is Atom, which this simulator does not write: it refuses loudly instead."""
    if request.method in ("PUT", "DELETE") or sim.options.text("accept_missing") == "json":
        return
    if "application/json" not in request.headers.get("accept", ""):
        raise ApiError(
            406,
            "Send 'Accept: application/json': without it Exact answers in Atom XML, which this "
            "simulator does not write.",
        )


def _write(context: Context, endpoint: Endpoint, wanted: Target, request: Request) -> Response:
    if request.method not in endpoint.shape.methods or wanted.part:
        raise ApiError(405, f"Method {request.method} is not allowed on '{endpoint.name}'.")
    if (wanted.key is None) != (request.method == "POST"):
        raise ApiError(405, f"Method {request.method} is not allowed on this address.")
    if not rights.has_right(context, endpoint.name, request.method):
        rights.refuse_write(context, endpoint.name)
    writer = WRITERS.get((endpoint.name, request.method))
    if writer is None:
        raise ApiError(501, f"This simulator does not offer {request.method} on '{endpoint.name}'.")
    values: dict[str, Any] = {}
    if request.method != "DELETE":
        body = _body(request)
        letter = {"POST": "P", "PUT": "U"}[request.method]
        values = check_body(SHAPES[endpoint.name], body, letter, context.sim.options)
    row = reading.find_one(context, endpoint, wanted.key) if wanted.key is not None else {}
    made = writer(context, row, values)
    if made is None:
        return Response(204)
    return _created(context, endpoint, made)


def _created(context: Context, endpoint: Endpoint, made: Record) -> Response:
    full = reading.rendered(context, endpoint, made, query.Query())
    style = context.sim.options.text("plain_post_answer")
    if not context.representation and style != "full":
        full = envelope.blank(full, endpoint.shape, style == "key_only")
    return json_response({"d": full}, 201, note=f"created {made[endpoint.shape.key]}")


def _body(request: Request) -> Any:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        raise ApiError(415, "Unsupported media type requested: send application/json.")
    try:
        return json.loads(request.body, parse_float=Decimal)
    except ValueError:
        raise ApiError(400, "Error processing request stream. Malformed JSON.") from None


def answer_late(context: Context, work: Record) -> Response:
    """Does a call whose caller has gone; access was due at the time, so it is not checked again."""
    wanted = target(work["path"])
    endpoint = ENDPOINTS.get(wanted.endpoint) if wanted else None
    if wanted is None or endpoint is None or work["method"] == "GET":
        return Response(404)
    headers = {"content-type": "application/json"}
    request = Request(work["method"], work["path"], "", headers, work["body"].encode())
    try:
        with context.sim.store.savepoint():
            return _write(context, endpoint, wanted, request)
    except (ApiError, BusinessError):
        return Response(500)


def attachment(sim: Simulator, request: Request) -> Response:
    """GET /docs/SysAttachment.aspx?ID=... with the bearer token."""
    token = tokens.bearer(sim, request, "0:attachment")
    if isinstance(token, Response):
        return token
    key = request.parameters().get("ID", "")
    chain = sim.store.get("chain", 0, token.chain) or {}
    owners = (sim.store.get("attachment", code, key) for code in chain.get("divisions", ()))
    found = next((row for row in owners if row), None)
    data = rules_documents.content(token, key) if found else None
    if found is None or data is None:
        return Response(404, content_type="text/html")
    name = quote(found["FileName"])
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(200, data, "application/octet-stream", headers)
