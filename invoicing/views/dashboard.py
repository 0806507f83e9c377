"""The first page of an account: what needs me now."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.access import AccountRequest, Right, account_view
from invoicing.attention import attention_ids
from invoicing.queries.ageing import AgeBucket, most_overdue, receivables_by_age
from invoicing.queries.documents import document_counts

CHART_WIDTH = Decimal(1000)


@dataclass(frozen=True)
class Bar:
    """One part of the chart: its words, place and width (of 1000), and what it stands for."""

    label: str
    bucket: AgeBucket
    start: Decimal
    width: Decimal
    number: int


@account_view(Right.VIEW)
@require_safe
def dashboard(request: AccountRequest, account_slug: str) -> HttpResponse:
    """Show what is late, open, in draft and needs action, and who still has to pay."""
    account, today = request.access.account, clock.today()
    context = {
        "counts": document_counts(account=account, attention=attention_ids(account)),
        "bars": _bars(receivables_by_age(account=account, today=today)),
        "late": most_overdue(account=account, today=today),
    }
    return render(request, "invoicing/dashboard.html", context)


def _bars(buckets: list[AgeBucket]) -> list[Bar]:
    total = sum((max(bucket.amount, Decimal(0)) for bucket in buckets), Decimal(0))
    bars, start = [], Decimal(0)
    for number, bucket in enumerate(buckets, start=1):
        share = max(bucket.amount, Decimal(0)) / total if total else Decimal(0)
        width = round(share * CHART_WIDTH, 1)
        bars.append(Bar(_label(bucket), bucket, start, width, number))
        start += width
    return bars


def _label(bucket: AgeBucket) -> str:
    if bucket.last_day == 0:
        return _("Nog niet vervallen")
    if bucket.last_day is None:
        return _("Meer dan %(days)d dagen te laat") % {"days": bucket.first_day - 1}
    return _("%(first)d tot %(last)d dagen te laat") % {
        "first": bucket.first_day,
        "last": bucket.last_day,
    }
