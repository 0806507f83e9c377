"""From a request to an outcome: routing, faults, late commits, the journal; one transaction."""

from connectors.exact.simulator import api, control, faults, oauth, pages, tokens, traffic
from connectors.exact.simulator.addresses import target
from connectors.exact.simulator.context import Context
from connectors.exact.simulator.faults import Outcome
from connectors.exact.simulator.state import Simulator
from connectors.exact.simulator.wire import Request, Response, html_response

MAX_BODY = 10 * 1024 * 1024  # 10.0 MB (KB-limits)


def outcome(sim: Simulator, request: Request) -> Outcome:
    """Does a request, commits, and says what to send."""
    with sim.lock, sim.store.transaction():
        commit_late_work(sim)
        done = _do(sim, request)
        if _journalled(request):
            traffic.record(sim, request, done.response, _caller(sim, request))
    return done


def _journalled(request: Request) -> bool:
    return request.path.startswith(("/api/", "/docs/"))


def _do(sim: Simulator, request: Request) -> Outcome:
    fault = faults.due(sim, request) if _journalled(request) else None
    if fault is None:
        return Outcome(respond(sim, request))
    if fault["kind"] == "late_commit":
        return Outcome(_postpone(sim, request, fault["seconds"]))
    prevented = faults.before(fault)
    return prevented or faults.after(fault, respond(sim, request))


def respond(sim: Simulator, request: Request) -> Response:
    """The answer of whatever lives at the path."""
    path = request.path
    if path.startswith("/api/v1/"):
        return api.handle(sim, request)
    if path == "/api/oauth2/token":
        return tokens.token_call(sim, request)
    if path == "/api/oauth2/auth":
        return oauth.authorise(sim, request)
    if path == "/api/oauth2/consent":
        return oauth.consent(sim, request)
    if path == "/docs/SysAttachment.aspx":
        return api.attachment(sim, request)
    if path.startswith("/_control/"):
        return control.handle(sim, request)
    found = pages.handle(sim, request)
    return found or html_response(pages.not_found(), 404)


def _caller(sim: Simulator, request: Request) -> traffic.Caller:
    wanted = target(request.path)
    value = request.headers.get("authorization", "").partition(" ")[2].strip()
    token = sim.store.get("access", 0, tokens.digest(value)) if value else None
    chain = (sim.store.get("chain", 0, token["chain"]) if token else None) or {}
    division = wanted.division if wanted else 0
    endpoint = wanted.endpoint if wanted else ""
    return division, endpoint, chain.get("client_id", ""), chain.get("user", "")


def _postpone(sim: Simulator, request: Request, seconds: float) -> Response:
    """Keeps the work for later, as when a gateway gives up before the server does."""
    division, endpoint, app, user = _caller(sim, request)
    key = sim.new_guid()
    work = {
        "due": sim.clock.timestamp() + seconds,
        "method": request.method,
        "path": request.path,
        "body": request.body.decode("utf-8", "replace"),
        "division": division,
        "app": app,
        "user": user,
    }
    sim.store.put("pending", 0, key, work)
    return faults.page(504, f"late_commit {endpoint}")


def commit_late_work(sim: Simulator) -> None:
    """Does what was kept for later and is due by the simulated clock."""
    for key, work in sim.store.items("pending"):
        if work["due"] <= sim.clock.timestamp():
            sim.store.delete("pending", 0, key)
            context = Context(sim, work["user"], work["app"], "", work["division"], "")
            api.answer_late(context, work)


def too_large() -> Response:
    """The refusal of a body above 10 MB; its real form is not known."""
    return Response(413, b"", note="body above 10 MB")
