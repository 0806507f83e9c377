"""Looking ahead: what would stand in the way of issuing a draft."""

from __future__ import annotations

from accounts import clock
from invoicing.issue_content import content_read
from invoicing.issue_rules import date_problems, issue_problems
from invoicing.models import Document, NumberSeries
from invoicing.problems import Problem


def issue_check(*, document: Document) -> list[Problem]:
    """Name every problem that issuing the draft now would meet; nothing is locked or changed."""
    today = clock.today()
    day = document.issue_date or today
    problems = issue_problems(content_read(document, day), today=today)
    series = NumberSeries.objects.filter(
        account=document.account, kind=document.kind, year=day.year
    ).first()
    return problems + date_problems(day, series.last_issue_date if series else None)
