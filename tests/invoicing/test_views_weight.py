"""The first page with all that it loads weighs 100 KB at most, as it goes over the wire."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.invoicing.builders import make_issued, make_seller
from tests.invoicing.screens import logged_in, url

BUDGET = 100_000
LOADED = re.compile(r'(?:src|href)="/static/([^"#]+)')
IMPORTED = re.compile(r"""(?:import|from)\s*["']""")


def weight(path: str) -> int:
    found = finders.find(path)
    assert isinstance(found, str), path
    return len(gzip.compress(Path(found).read_bytes(), 6))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["dashboard", "invoice_list", "invoice_new"])
def test_the_first_page_load_stays_within_its_budget(name: str) -> None:
    account = make_seller()
    for _row in range(25):
        make_issued(account)
    answer = logged_in(account).get(url(account, name))
    files = set(LOADED.findall(answer.content.decode()))
    assert "bootstrap/css/bootstrap.min.css" in files
    total = len(gzip.compress(answer.content, 6)) + sum(weight(file) for file in files)
    assert total <= BUDGET


def test_modules_load_no_further_files() -> None:
    for name in ("js/shell.js", "js/invoice-form.js"):
        found = finders.find(name)
        assert isinstance(found, str)
        assert not IMPORTED.search(Path(found).read_text(encoding="utf-8"))
