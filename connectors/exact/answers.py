"""The wizard's answers: one immutable value per mapping version, stored as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from connectors.exact.mapping import FinancialPeriod, Rules


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Something that exists in Exact, as chosen: `id` is what is sent, code and name are for
    people."""

    id: str
    code: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Everything the four steps ask. `numbering`: 'own' = we send entry numbers, 'exact' = Exact
    numbers."""

    division: str = ""
    division_name: str = ""
    division_country: str = ""
    sales_journal: Choice | None = None
    credit_journal: Choice | None = None
    numbering: str = "own"
    default_revenue: Choice | None = None
    revenue: Mapping[str, Choice] = field(default_factory=dict)
    vat: Mapping[str, Choice] = field(default_factory=dict)
    extra_targets: Mapping[str, str] = field(default_factory=dict)
    book_at_issue: bool = True
    pull_automatically: bool = True
    send_payment_reference: bool = True
    steps_done: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As stored in a mapping version."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Answers:
        """Read a stored version back."""
        values = dict(data)
        for name in ("sales_journal", "credit_journal", "default_revenue"):
            values[name] = Choice(**values[name]) if values.get(name) else None
        for name in ("revenue", "vat"):
            values[name] = {key: Choice(**row) for key, row in values.get(name, {}).items()}
        values["steps_done"] = tuple(values.get("steps_done", ()))
        return cls(**values)

    @property
    def is_complete(self) -> bool:
        """Whether all four steps were saved, so that booking may start."""
        return {1, 2, 3, 4} <= set(self.steps_done)

    def rules(self, periods: tuple[FinancialPeriod, ...]) -> Rules:
        """What the pure mapping needs of these answers."""
        return Rules(
            journals={
                "invoice": self.sales_journal.code if self.sales_journal else "",
                "credit_note": self.credit_journal.code if self.credit_journal else "",
            },
            revenue={key: choice.id for key, choice in self.revenue.items()},
            default_revenue=self.default_revenue.id if self.default_revenue else "",
            vat_codes={key: choice.id for key, choice in self.vat.items()},
            extra_targets=self.extra_targets,
            periods=periods,
            send_payment_reference=self.send_payment_reference,
        )
