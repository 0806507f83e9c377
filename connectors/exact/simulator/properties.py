"""The table of endpoints and properties: names, EDM types, methods, what is mandatory.

properties.json holds per property '<type> <methods> [flags]': G in GET, P may be sent in POST, U in
PUT, ? added after the metadata of 2022-03; flags M mandatory, S mandatory when posted alone, N not
nullable. Primary keys are never writable here, although the metadata marks them so.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectors.exact.simulator import edm
from connectors.exact.simulator.errors import ApiError
from connectors.exact.simulator.options import Options

LENGTHS = {"YourRef": 40, "Description": 60}  # hand-written rules of one client; unverified


@dataclass(frozen=True)
class Property:
    """One property of an endpoint."""

    name: str
    type: str
    methods: str
    flags: str = ""

    @property
    def scalar(self) -> bool:
        """Whether it holds one value, and not a collection or another entity."""
        return self.type not in ("Collection", "Navigation")


@dataclass(frozen=True)
class Shape:
    """What an endpoint looks like."""

    name: str
    key: str
    methods: tuple[str, ...]
    scope: str
    properties: Mapping[str, Property]

    def mandatory(self, alone: bool) -> list[str]:
        """Names that a POST must carry."""
        wanted = "MS" if alone else "M"
        return [p.name for p in self.properties.values() if set(p.flags) & set(wanted)]


def _load() -> dict[str, Shape]:
    table = json.loads(Path(__file__).with_name("properties.json").read_text())
    return {name: _shape(name, row) for name, row in table.items()}


def _shape(name: str, row: Mapping[str, Any]) -> Shape:
    properties = {key: Property(key, *text.split()) for key, text in row["properties"].items()}
    return Shape(name, row["key"], tuple(row["methods"]), row["scope"], properties)


SHAPES = _load()


def padded(endpoint: str, name: str, value: Any) -> Any:
    """A code with the spaces that Exact stores around it; other values as they are.

    Source: Accounts.Code 18 left, VATCode 3 right, Country 3, Language 10 (recorded answers).
    """
    if not isinstance(value, str):
        return value
    if name == "AccountCode" or (endpoint == "crm/Accounts" and name == "Code"):
        return value.strip().rjust(18)
    if name.endswith("VATCode") or (endpoint == "vat/VATCodes" and name == "Code"):
        return value.strip().ljust(3)
    if endpoint == "crm/Accounts" and name in ("Country", "State"):
        return value.strip().ljust(3)
    if endpoint == "crm/Accounts" and name == "Language":
        return value.strip().ljust(10)
    return value


def check_body(shape: Shape, body: Any, method: str, options: Options) -> dict[str, Any]:
    """The values of a POST ('P') or PUT ('U') body; raises ApiError 400 like a strict server.

    Collections are handed on as they came; check them with the shape of their entity.
    """
    if not isinstance(body, dict):
        raise ApiError(400, "Error processing request stream. An object was expected.")
    values = {}
    for name, value in body.items():
        prop = shape.properties.get(name)
        if prop is None:
            raise unknown_property(shape, name)
        if _kept(shape, prop, method, options):
            values[name] = _value(shape, prop, value, options)
    return values


def unknown_property(shape: Shape, name: str) -> ApiError:
    """The refusal of a name that the entity does not have."""
    return ApiError(
        400,
        "Error processing request stream. The property name "
        f"'{name}' specified for type '{shape.name}' is not valid.",
    )


def _kept(shape: Shape, prop: Property, method: str, options: Options) -> bool:
    if method in prop.methods:
        return True
    if prop.name == "ExternalLinkDescription":
        choice = options.text("external_link_description")
    elif "?" in prop.methods:
        choice = options.text("newer_properties")
    else:
        choice = options.text("readonly_properties")
    if choice == "refuse":
        raise ApiError(
            400,
            "Error processing request stream. The property "
            f"'{prop.name}' of '{shape.name}' cannot be set.",
        )
    return choice == "accept"


def _value(shape: Shape, prop: Property, value: Any, options: Options) -> Any:
    if not prop.scalar:
        return value
    if value is None and "N" in prop.flags:
        raise edm.conversion_error(prop.name, prop.type)
    parsed = edm.parse(prop.name, prop.type, value, options.on("integers_as_text"))
    return padded(shape.name, prop.name, parsed)


def too_long(values: Mapping[str, Any]) -> str | None:
    """The first text that is longer than the lengths that one client believes in."""
    for name, limit in LENGTHS.items():
        if len(values.get(name) or "") > limit:
            return name
    return None
