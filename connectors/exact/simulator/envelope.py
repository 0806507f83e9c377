"""Exact's JSON: {"d": ...}, __metadata, __deferred, and the error envelope."""

from collections.abc import Iterable, Mapping
from typing import Any

from connectors.exact.simulator import edm
from connectors.exact.simulator.properties import Shape
from connectors.exact.simulator.store import Record
from connectors.exact.simulator.wire import Response, json_response


def error(status: int, text: str, headers: Mapping[str, str] | None = None) -> Response:
    """The envelope of every refusal; there is never a machine-readable code."""
    body = {"error": {"code": "", "message": {"lang": "", "value": text}}}
    return json_response(body, status, headers)


def entity_address(root: str, shape: Shape, row: Record) -> str:
    """The address of one entity; root is .../api/v1/{division}."""
    key = edm.literal(row.get(shape.key), shape.properties[shape.key].type)
    return f"{root}/{shape.name}({key})"


def entity(
    row: Record,
    shape: Shape,
    model: str,
    root: str,
    select: Iterable[str] | None = None,
    expanded: Mapping[str, list[dict[str, Any]]] | None = None,
) -> dict[str, Any]:
    """One entity in verbose JSON; properties that it lacks are null."""
    uri = entity_address(root, shape, row)
    answer: dict[str, Any] = {
        "__metadata": {"uri": uri, "type": f"Exact.Web.Api.Models.{model}"},
    }
    for name in shape.properties if select is None else select:
        prop = shape.properties[name]
        if prop.type == "Collection":
            lines = (expanded or {}).get(name)
            deferred = {"__deferred": {"uri": f"{uri}/{name}"}}
            answer[name] = deferred if lines is None else {"results": lines}
        else:
            answer[name] = edm.render(row.get(name), prop.type)
    return answer


def blank(answer: Mapping[str, Any], shape: Shape, keep_key: bool) -> dict[str, Any]:
    """An entity as answered to a POST without Prefer: nearly all properties null."""
    kept = {"__metadata"} | ({shape.key} if keep_key else set())
    return {
        name: value if name in kept or isinstance(value, dict) else None
        for name, value in answer.items()
    }
