"""$filter: a parser for the part of OData 2 that Exact is known to take; the rest is refused."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from connectors.exact.simulator import edm
from connectors.exact.simulator.errors import ApiError
from connectors.exact.simulator.options import Options
from connectors.exact.simulator.properties import Shape
from connectors.exact.simulator.store import Record

Test = Callable[[Record], bool]
Get = Callable[[Record], Any]

TOKENS = re.compile(
    r"\s*(?:(?P<guid>guid'[^']*')|(?P<datetime>datetime'[^']*')|(?P<text>'(?:[^']|'')*')"
    r"|(?P<number>-?\d{1,20}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,2})?[LlMmDdFf]?)|(?P<name>[A-Za-z_][\w/]*)"
    r"|(?P<mark>[(),]))"
)
OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
}
NUMBERS = {"Byte", "Int16", "Int32", "Int64", "Double"}
FUNCTIONS = {"trim", "substringof", "startswith", "endswith", "tolower", "toupper"}
DEEPEST = 50  # so that no filter can exhaust the stack
DAY_ONLY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Filter:
    """A parsed filter: its test, the fields it names, and what must be equal for it to hold."""

    test: Test
    fields: frozenset[str]
    equals: Mapping[str, Any]
    comparisons: tuple[tuple[str, str], ...] = ()


@dataclass
class _Operand:
    get: Get
    edm: str
    field: str = ""  # the property, when it is one
    value: Any = None  # the value, when it is a literal
    literal: bool = False


@dataclass
class _Parser:
    shape: Shape
    options: Options
    tokens: list[tuple[str, str]]
    position: int = 0
    depth: int = 0
    fields: set[str] = field(default_factory=set)
    comparisons: list[tuple[str, str]] = field(default_factory=list)
    equals: dict[str, Any] = field(default_factory=dict)
    disjunct: bool = False

    def peek(self) -> str:
        return self.tokens[self.position][1] if self.position < len(self.tokens) else ""

    def take(self) -> tuple[str, str]:
        if self.position >= len(self.tokens):
            raise syntax_error("unexpected end")
        self.position += 1
        return self.tokens[self.position - 1]

    def expect(self, mark: str) -> None:
        if self.take()[1] != mark:
            raise syntax_error(f"'{mark}' expected")

    def either(self) -> Test:
        tests = [self.both()]
        while self.peek() == "or":
            self.take()
            self.disjunct = True
            tests.append(self.both())
        return tests[0] if len(tests) == 1 else lambda row: any(test(row) for test in tests)

    def both(self) -> Test:
        tests = [self.single()]
        while self.peek() == "and":
            self.take()
            tests.append(self.single())
        return tests[0] if len(tests) == 1 else lambda row: all(test(row) for test in tests)

    def single(self) -> Test:
        self.depth += 1
        if self.depth > DEEPEST:
            raise syntax_error("too many levels")
        test = self.unit()
        self.depth -= 1
        return test

    def unit(self) -> Test:
        if self.peek() == "not":
            self.take()
            self.disjunct = True
            inner = self.single()
            return lambda row: not inner(row)
        if self.peek() == "(":
            self.take()
            inner = self.either()
            self.expect(")")
            return inner
        return self.comparison()

    def comparison(self) -> Test:
        left = self.operand()
        if self.peek() not in OPERATORS:
            if left.edm == "Boolean" and not left.literal:
                return lambda row: left.get(row) is True
            raise syntax_error("a comparison was expected")
        operator = self.take()[1]
        return self.compare(left, operator, self.operand())

    def compare(self, left: _Operand, operator: str, right: _Operand) -> Test:
        if left.literal == right.literal:
            raise unsupported("only a property against a value can be compared")
        if left.literal:
            left, right = right, left
            operator = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}.get(operator, operator)
        _check_types(left, right)
        value = right.value
        if left.field:
            self.comparisons.append((left.field, operator))
        if left.field and operator == "eq" and self.exact(value):
            self.equals[left.field] = value
        if value is None:
            return _null_test(left.get, operator)
        return self.value_test(left.get, operator, value)

    def exact(self, value: Any) -> bool:
        folded = isinstance(value, str) and self.options.text("text_compare") == "ignore_case"
        return value is not None and not folded

    def value_test(self, get: Get, operator: str, value: Any) -> Test:
        check = OPERATORS[operator]
        fold = isinstance(value, str) and self.options.text("text_compare") == "ignore_case"
        if fold:
            value = value.casefold()

        def test(row: Record) -> bool:
            present = get(row)
            if present is None:
                return False
            return check(present.casefold() if fold else present, value)

        return test

    def operand(self) -> _Operand:
        kind, text = self.take()
        if kind == "name":
            return self.named(text)
        if kind == "mark":
            raise syntax_error(f"'{text}' was not expected")
        return self.constant(kind, text)

    def constant(self, kind: str, text: str) -> _Operand:
        if kind == "text":
            return _literal(text[1:-1].replace("''", "'"), "String")
        if kind == "guid":
            if not edm.GUID.fullmatch(text[5:-1]):
                raise syntax_error("Unrecognized Guid format")
            return _literal(text[5:-1].lower(), "Guid")
        if kind == "datetime":
            return _literal(self.moment(text[9:-1]), "DateTime")
        return _literal(_number(text), "Double")

    def moment(self, text: str) -> datetime:
        if DAY_ONLY.fullmatch(text) and self.options.text("date_only_filters") == "refuse":
            raise syntax_error("Unrecognized DateTime literal")
        try:
            return edm.parse_datetime(text)
        except ValueError:
            raise syntax_error("Unrecognized DateTime literal") from None

    def named(self, name: str) -> _Operand:
        if name in ("true", "false"):
            return _literal(name == "true", "Boolean")
        if name == "null":
            return _literal(None, "Null")
        if self.peek() == "(":
            return self.function(name)
        return self.property(name)

    def property(self, name: str) -> _Operand:
        prop = self.shape.properties.get(name)
        if prop is None and "/" not in name:
            raise syntax_error(f"No property '{name}' exists in type '{self.shape.name}'")
        if prop is None or not prop.scalar:
            raise unsupported(name)
        self.fields.add(name)
        return _Operand(lambda row: row.get(name), prop.type, field=name)

    def function(self, name: str) -> _Operand:
        if name not in FUNCTIONS:
            raise syntax_error(f"Unknown function '{name}'")
        if name in ("tolower", "toupper", "endswith"):
            raise unsupported(name)
        self.take()
        arguments = [self.operand()]
        while self.peek() == ",":
            self.take()
            arguments.append(self.operand())
        self.expect(")")
        self.disjunct = self.disjunct or name != "trim"
        return _call(name, arguments)


def _call(name: str, arguments: list[_Operand]) -> _Operand:
    if any(a.edm != "String" for a in arguments) or len(arguments) != (1 if name == "trim" else 2):
        raise syntax_error(f"No applicable function found for '{name}'")
    first = arguments[0].get
    if name == "trim":
        return _Operand(lambda row: (first(row) or "").strip(), "String")
    second = arguments[1].get
    if name == "substringof":
        return _Operand(lambda row: first(row) in (second(row) or ""), "Boolean")
    return _Operand(lambda row: (first(row) or "").startswith(second(row)), "Boolean")


def _literal(value: Any, kind: str) -> _Operand:
    return _Operand(lambda _row: value, kind, value=value, literal=True)


def _number(text: str) -> Any:
    bare = text.rstrip("LlMmDdFf")
    return int(bare) if re.fullmatch(r"-?\d+", bare) else Decimal(bare)


def _null_test(get: Get, operator: str) -> Test:
    if operator not in ("eq", "ne"):
        raise syntax_error("null can only be compared with eq and ne")
    return lambda row: (get(row) is None) == (operator == "eq")


def _check_types(left: _Operand, right: _Operand) -> None:
    if right.edm == "Null" or (left.edm in NUMBERS and right.edm in NUMBERS):
        return
    if left.edm != right.edm:
        raise syntax_error(
            f"Operator incompatible with operand types '{left.edm}' and '{right.edm}'"
        )


def syntax_error(detail: str) -> ApiError:
    """A filter that cannot be read."""
    return ApiError(400, f"{detail} in $filter.")


def unsupported(name: str) -> ApiError:
    """A filter that can be read but is not taken; the text is recorded for bulk/CRM/Accounts."""
    return ApiError(400, f"Filtering on these fields is not supported: {name}")


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    position = 0
    text = text.rstrip()
    while position < len(text):
        match = TOKENS.match(text, position)
        if match is None or match.lastgroup is None:
            raise syntax_error(f"Syntax error at position {position}")
        tokens.append((match.lastgroup, match[match.lastgroup]))
        position = match.end()
    return tokens


def parse(text: str, shape: Shape, options: Options) -> Filter:
    """A filter for an endpoint; raises ApiError 400 for what it does not know."""
    parser = _Parser(shape, options, _tokens(text))
    test = parser.either()
    if parser.position < len(parser.tokens):
        raise syntax_error(f"'{parser.peek()}' was not expected")
    sure = {} if parser.disjunct else parser.equals
    return Filter(test, frozenset(parser.fields), sure, tuple(parser.comparisons))


def parse_literal(text: str, shape: Shape) -> Any:
    """One literal of a URL as a Python value; raises ApiError 400."""
    parser = _Parser(shape, Options(), _tokens(text))
    operand = parser.operand()
    if not operand.literal or parser.position != len(parser.tokens):
        raise syntax_error("a literal was expected")
    return operand.value
