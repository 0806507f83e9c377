"""GET: lists, one entity, and the collections of an entity."""

from typing import Any

from connectors.exact.simulator import envelope, filters, query, rights
from connectors.exact.simulator.addresses import Target
from connectors.exact.simulator.context import Context
from connectors.exact.simulator.endpoints import ENDPOINTS, Endpoint
from connectors.exact.simulator.errors import ApiError
from connectors.exact.simulator.state import Simulator
from connectors.exact.simulator.store import INDEXES, Record
from connectors.exact.simulator.wire import Request, Response, json_response


def read(context: Context, endpoint: Endpoint, wanted: Target, request: Request) -> Response:
    """The answer to a GET; raises ApiError."""
    if wanted.key is not None:
        return _read_one(context, endpoint, wanted, request)
    if not rights.has_right(context, endpoint.name, "GET"):
        if context.sim.options.text("missing_rights_get") == "403":
            raise rights.forbidden()
        return _list(context, endpoint, request, [], wanted.part)
    if wanted.part not in ("", "$count"):
        raise ApiError(404, f"Resource not found for the segment '{wanted.part}'.")
    return _list(context, endpoint, request, None, wanted.part)


def _read_one(context: Context, endpoint: Endpoint, wanted: Target, request: Request) -> Response:
    if not rights.has_right(context, endpoint.name, "GET"):
        raise rights.forbidden()
    row = find_one(context, endpoint, wanted.key or "")
    if wanted.part:
        return _children_list(context, endpoint, row, wanted.part, request)
    asked = query.parse(request.parameters(), endpoint.shape, context.sim.options)
    return json_response({"d": rendered(context, endpoint, row, asked)})


def find_one(context: Context, endpoint: Endpoint, key: str) -> Record:
    """The entity with a key as written in the path; raises ApiError 404."""
    value = filters.parse_literal(key, endpoint.shape)
    stored = context.get(endpoint.kind, str(value))
    rows = endpoint.computed(context, [stored]) if stored else endpoint.all_rows(context)
    row = next((r for r in rows if r.get(endpoint.shape.key) == value), None)
    if row is None:
        raise ApiError(404, f"Resource not found for the segment '{endpoint.name}'.")
    return row


def _children_list(
    context: Context, endpoint: Endpoint, row: Record, part: str, request: Request
) -> Response:
    child = endpoint.children.get(part)
    if child is None:
        raise ApiError(404, f"Resource not found for the segment '{part}'.")
    return _list(context, ENDPOINTS[child[0]], request, _children(context, endpoint, row, part))


def _children(context: Context, endpoint: Endpoint, row: Record, part: str) -> list[Record]:
    name, key = endpoint.children[part]
    rows = context.find(ENDPOINTS[name].kind, key, row[endpoint.shape.key])
    return sorted(rows, key=lambda r: r.get("LineNumber") or 0)


def _list(
    context: Context,
    endpoint: Endpoint,
    request: Request,
    rows: list[Record] | None,
    part: str = "",
) -> Response:
    asked = query.parse(request.parameters(), endpoint.shape, context.sim.options)
    if rows is None:
        _check_list_rules(context.sim, endpoint, asked)
        rows = _candidates(context, endpoint, asked)
    found = query.page(rows, asked, endpoint.shape, endpoint.page)
    if part == "$count":
        return Response(200, str(found.count).encode(), "text/plain; charset=utf-8")
    entities = [rendered(context, endpoint, row, asked) for row in found.rows]
    return json_response({"d": _list_body(context, request, asked, found, entities)})


def _list_body(
    context: Context,
    request: Request,
    asked: query.Query,
    found: query.Page,
    entities: list[dict[str, Any]],
) -> Any:
    if _bare(context.sim, asked, found):
        return entities
    body: dict[str, Any] = {"results": entities}
    if asked.count:
        body["__count"] = str(found.count)
    if found.next_token is not None:
        relative = context.sim.options.text("next_link") == "relative"
        root = ".." + request.path if relative else context.base_url + request.path
        body["__next"] = f"{root}?{query.next_parameters(asked, found)}"
    return body


def _bare(sim: Simulator, asked: query.Query, found: query.Page) -> bool:
    """Whether a list comes without `results`; when Exact does that is not documented (switch)."""
    shape = sim.options.text("list_shape")
    wanted = shape == "array" or (shape == "array_with_top" and asked.top is not None)
    return wanted and found.next_token is None and not asked.count


def _candidates(context: Context, endpoint: Endpoint, asked: query.Query) -> list[Record]:
    """All rows, or the few that an equality on an indexed field leaves."""
    equals = asked.filter.equals if asked.filter else {}
    name = next((name for name in equals if name in INDEXES.get(endpoint.kind, ())), None)
    if name is None:
        return endpoint.all_rows(context)
    return endpoint.computed(context, context.find(endpoint.kind, name, equals[name]))


def _check_list_rules(sim: Simulator, endpoint: Endpoint, asked: query.Query) -> None:
    allowed = endpoint.mandatory_filter.split(",") if endpoint.mandatory_filter else []
    named = asked.filter.fields if asked.filter else frozenset()
    if allowed and not named & set(allowed):
        raise ApiError(
            400,
            "This endpoint has mandatory filtering applied. A GET request for this endpoint must "
            "have a $filter parameter with one of the following fields in the url:"
            f"{endpoint.mandatory_filter}.",
        )
    if endpoint.sync and asked.filter and asked.filter.comparisons != (("Timestamp", "gt"),):
        raise ApiError(400, "This $filter parameter is not supported for this resource")
    required = endpoint.select_required or sim.options.text("select_required") == "all"
    if required and asked.select is None and asked.top != 1:
        raise ApiError(400, "Please add a $select or a $top=1 statement to the query string.")


def rendered(
    context: Context, endpoint: Endpoint, row: Record, asked: query.Query
) -> dict[str, Any]:
    """One entity of an answer, with the collections that $expand asked for."""
    root = f"{context.base_url}/api/v1"
    root = f"{root}/{context.division}" if context.division else root
    expanded = {}
    for part in asked.expand & endpoint.children.keys():
        child = ENDPOINTS[endpoint.children[part][0]]
        expanded[part] = [
            envelope.entity(line, child.shape, child.model, root)
            for line in _children(context, endpoint, row, part)
        ]
    select = None if asked.select is None else (*asked.select, *expanded)
    return envelope.entity(row, endpoint.shape, endpoint.model, root, select, expanded)
