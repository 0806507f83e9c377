"""What the database itself refuses for this package: touching what was issued or paid.

The condition of a line looks at its document. On PostgreSQL it takes a share lock on that document
first, so that a line and the issuing of its document cannot slip past each other.
"""

from __future__ import annotations

from accounts.guards import append_only
from accounts.triggers import Guard, no_truncate

DOCUMENT = "invoicing_document"
DOCUMENT_CHILDREN = {"invoicing_documentline": "line", "invoicing_documentvattotal": "vat_total"}


def _is_issued(row: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {DOCUMENT} d WHERE d.id = {row}.document_id AND d.state = 'issued')"
    )


def _lock(*rows: str) -> str:
    wanted = ", ".join(f"{row}.document_id" for row in rows)
    return f"PERFORM 1 FROM {DOCUMENT} d WHERE d.id IN ({wanted}) ORDER BY d.id FOR SHARE;"


def _document_guards() -> list[Guard]:
    frozen = "an issued document is never changed or deleted"
    collides = (
        "t.id = NEW.id OR t.public_id = NEW.public_id OR (t.account_id = NEW.account_id AND "
        "((t.kind = NEW.kind AND t.number = NEW.number AND NOT t.is_foreign "
        "AND NOT NEW.is_foreign) OR (t.source_digest = NEW.source_digest "
        "AND NEW.source_digest <> ''))) "
        "OR (t.number_series_id = NEW.number_series_id AND t.series_number = NEW.series_number)"
    )
    return [
        *(
            Guard(
                name=f"document_no_{event.lower()}",
                table=DOCUMENT,
                event=event,
                condition="OLD.state = 'issued'",
                message=frozen,
            )
            for event in ("UPDATE", "DELETE")
        ),
        *_no_replace(DOCUMENT, "document", f"t.state = 'issued' AND ({collides})", frozen),
        no_truncate(DOCUMENT, name="document", what="the table of documents"),
    ]


def _child_guards(table: str, name: str) -> list[Guard]:
    sides = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
    guards = [
        Guard(
            name=f"document_{name}_no_{event.lower()}",
            table=table,
            event=event,
            condition=" OR ".join(_is_issued(row) for row in rows),
            message="the lines and totals of an issued document are never changed",
            lock=_lock(*rows),
        )
        for event, rows in sides.items()
    ]
    message = "the lines and totals of an issued document are never replaced"
    collides = f"t.id = NEW.id AND {_is_issued('t')}"
    return [
        *guards,
        *_no_replace(table, f"document_{name}", collides, message),
        no_truncate(table, name=f"document_{name}", what="a table of documents"),
    ]


def _series_guards() -> list[Guard]:
    """A series that gave a number only goes on: never back, elsewhere or away. Before that its
    owner may still choose where it begins.
    """
    table, what = "invoicing_numberseries", "a number series"
    changed = " OR ".join(
        f"NEW.{name} <> OLD.{name}" for name in ("id", "account_id", "kind", "year", "first_number")
    )
    collides = (
        "t.id = NEW.id OR "
        "(t.account_id = NEW.account_id AND t.kind = NEW.kind AND t.year = NEW.year)"
    )
    return [
        Guard(
            name="number_series_no_way_back",
            table=table,
            event="UPDATE",
            condition="OLD.last_number >= OLD.first_number "
            f"AND (NEW.last_number < OLD.last_number OR {changed})",
            message="a number series that gave numbers only goes on",
        ),
        Guard(
            name="number_series_no_delete",
            table=table,
            event="DELETE",
            condition="TRUE",
            message=f"{what} is never deleted",
        ),
        *_no_replace(table, "number_series", f"({collides})", f"{what} is never replaced"),
        no_truncate(table, name="number_series", what=what),
    ]


def _no_replace(table: str, name: str, collides: str, message: str) -> list[Guard]:
    """Stop INSERT OR REPLACE and UPDATE OR REPLACE (SQLite), see `accounts.guards.append_only`."""
    others = {"INSERT": "", "UPDATE": "t.id <> OLD.id AND "}
    return [
        Guard(
            name=f"{name}_no_replace_by_{event.lower()}",
            table=table,
            event=event,
            condition=f"EXISTS (SELECT 1 FROM {table} t WHERE {other}{collides})",
            message=message,
            vendor="sqlite",
        )
        for event, other in others.items()
    ]


GUARDS = [
    *_document_guards(),
    *_series_guards(),
    *(guard for table, name in DOCUMENT_CHILDREN.items() for guard in _child_guards(table, name)),
    *append_only(
        "invoicing_documentfile",
        name="document_file",
        unique=["t.id = NEW.id", "(t.document_id = NEW.document_id AND t.kind = NEW.kind)"],
        what="the file of an issued document",
    ),
    *append_only(
        "invoicing_logo",
        name="logo",
        unique=["t.id = NEW.id", "(t.account_id = NEW.account_id AND t.sha256 = NEW.sha256)"],
        what="a kept logo",
    ),
    *append_only(
        "invoicing_payment",
        name="payment",
        unique=[
            "t.id = NEW.id",
            "t.public_id = NEW.public_id",
            "(t.account_id = NEW.account_id AND t.source = NEW.source "
            "AND t.source_reference = NEW.source_reference)",
        ],
        what="a payment",
    ),
]
