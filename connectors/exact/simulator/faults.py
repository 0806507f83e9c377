"""Faults on demand: what goes wrong on the way, before or after the work was done.

A fault is armed for the next so many requests that match a method and a path (regular
expressions), optionally with a probability, which is drawn from a seed. Kinds:

timeout_before, timeout_after_commit: hold the socket for `seconds`, then close it without answer;
reset_before, reset_after_commit: TCP reset; http_500/502/503_before and _after_commit: HTML;
html_200: an HTML page instead of the work; truncated_json: work done, half of the body sent;
late_commit: a 504 now, the work done `seconds` of simulated time later; empty_list: a list without
rows; rate_limited: 429 without headers; lost_token_reply: work done, reset; slow: answer later.
"""

import random
import re
from dataclasses import dataclass

from connectors.exact.simulator.state import Simulator
from connectors.exact.simulator.store import Record
from connectors.exact.simulator.wire import Request, Response

HTML_ERROR = (
    "<!DOCTYPE html><html><head><title>{0}</title></head><body><h2>{0} - Server Error</h2>"
    "<p>The service is unavailable.</p></body></html>"
)
KINDS = (
    "timeout_before",
    "timeout_after_commit",
    "reset_before",
    "reset_after_commit",
    "http_500_before",
    "http_500_after_commit",
    "http_502_before",
    "http_502_after_commit",
    "http_503_before",
    "http_503_after_commit",
    "html_200",
    "truncated_json",
    "late_commit",
    "empty_list",
    "rate_limited",
    "lost_token_reply",
    "slow",
)


@dataclass(frozen=True)
class Outcome:
    """What the server must do: send a response, and how it goes wrong on the way."""

    response: Response
    manner: str = "send"  # send, hold, reset, truncate
    seconds: float = 0.0


def arm(sim: Simulator, wanted: Record) -> Record:
    """Arms a fault; raises ValueError for an unknown kind or a bad expression."""
    kind = str(wanted.get("kind"))
    if kind not in KINDS:
        raise ValueError(f"unknown fault {kind}; known are {', '.join(KINDS)}")
    path = str(wanted.get("path") or (r"/oauth2/token" if kind == "lost_token_reply" else "."))
    fault: Record = {
        "id": sim.new_guid(),
        "kind": kind,
        "method": str(wanted.get("method") or "."),
        "path": path,
        "times": int(wanted.get("times") or 1),
        "seconds": float(wanted.get("seconds") or 30),
        "probability": float(wanted.get("probability") or 1),
        "seed": int(wanted.get("seed") or 0),
        "drawn": 0,
    }
    try:
        re.compile(fault["method"])
        re.compile(path)
    except re.error as error:
        raise ValueError(str(error)) from None
    sim.store.put("fault", 0, fault["id"], fault)
    return fault


def disarm(sim: Simulator) -> None:
    """Forgets all faults that are still armed."""
    for key, _fault in sim.store.items("fault"):
        sim.store.delete("fault", 0, key)


def due(sim: Simulator, request: Request) -> Record | None:
    """The fault that strikes this request, used up by it."""
    for key, fault in sim.store.items("fault"):
        if _matches(fault, request) and _strikes(sim, fault):
            left = (sim.store.get("fault", 0, key) or fault)["times"] - 1
            if left > 0:
                sim.store.put("fault", 0, key, {**fault, "times": left})
            else:
                sim.store.delete("fault", 0, key)
            return fault
    return None


def _matches(fault: Record, request: Request) -> bool:
    return bool(
        re.search(fault["method"], request.method) and re.search(fault["path"], request.path)
    )


def _strikes(sim: Simulator, fault: Record) -> bool:
    if fault["probability"] >= 1:
        return True
    drawn = fault["drawn"] + 1
    sim.store.put("fault", 0, fault["id"], {**fault, "drawn": drawn})
    # Reproducible on purpose: the same seed strikes the same calls.
    draw = random.Random(f"{fault['seed']}:{drawn}")  # noqa: S311
    return draw.random() < float(fault["probability"])


def before(fault: Record) -> Outcome | None:
    """The outcome of a fault that prevents the work, or None when the work is to be done."""
    kind, seconds = fault["kind"], float(fault["seconds"])
    if kind == "timeout_before":
        return Outcome(Response(0, note=kind), "hold", seconds)
    if kind == "reset_before":
        return Outcome(Response(0, note=kind), "reset")
    if kind == "rate_limited":
        return Outcome(Response(429, note=kind))
    if kind == "html_200":
        return Outcome(page(200, kind))
    if kind.endswith("_before"):
        return Outcome(page(int(kind[5:8]), kind))
    return None


def after(fault: Record, response: Response) -> Outcome:
    """What becomes of the answer to work that was done."""
    kind, seconds = fault["kind"], float(fault["seconds"])
    noted = f"{kind} {response.note}".strip()
    if kind == "timeout_after_commit":
        return Outcome(Response(0, note=noted), "hold", seconds)
    if kind in ("reset_after_commit", "lost_token_reply"):
        return Outcome(Response(0, note=noted), "reset")
    if kind == "truncated_json":
        return Outcome(Response(response.status, response.body, note=noted), "truncate")
    if kind == "slow":
        return Outcome(response, "send", seconds)
    if kind == "empty_list":
        return Outcome(_emptied(response))
    return Outcome(page(int(kind[5:8]), noted))


def _emptied(response: Response) -> Response:
    empty = response.status == 200 and b'"results"' in response.body
    body = b'{"d":{"results":[]}}' if empty else response.body
    return Response(response.status, body, response.content_type, response.headers, "empty_list")


def page(status: int, note: str) -> Response:
    """An HTML page as a gateway would send it."""
    return Response(status, HTML_ERROR.format(status).encode(), "text/html", note=note)
