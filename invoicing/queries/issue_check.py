"""What stands in the way of issuing a draft, for the page that asks for confirmation."""

from __future__ import annotations

from datetime import date

from accounts import clock
from invoicing.issue_content import content_read
from invoicing.issue_rules import date_problems, issue_problems
from invoicing.models import Document
from invoicing.problems import Problem
from invoicing.queries.number_formats import series_of


def issue_check(*, document: Document, issue_date: date | None = None) -> list[Problem]:
    """Name the problems that issuing would find now; `issue_date` as for `document_issue`."""
    day = issue_date or document.issue_date or clock.today()
    series = series_of(account=document.account, kind=document.kind, year=day.year)
    problems = issue_problems(content_read(document, day), today=clock.today())
    return problems + date_problems(day, series.last_issue_date if series else None)
