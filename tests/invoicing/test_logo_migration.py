"""A logo set before logos had a table of their own is still there after the update."""

from __future__ import annotations

import hashlib
from importlib import import_module
from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from invoicing.models import Logo
from invoicing.queries.logos import logo_content
from tests.invoicing.builders import make_seller


@pytest.mark.django_db
@pytest.mark.parametrize("picture", [b"a picture", None])
def test_a_logo_that_was_set_moves_along(picture: bytes | None) -> None:
    account = make_seller()
    row = SimpleNamespace(logo=picture, logo_sha256="f" * 64, account_id=account.pk, save=Mock())
    companies = SimpleNamespace(objects=Mock(exclude=lambda **_wanted: [row]))
    models = {"Logo": Logo, "Company": companies}
    apps = SimpleNamespace(get_model=lambda _app, name: models[name])
    import_module("invoicing.migrations.0006_logos").move_logos(apps, None)
    assert row.logo_sha256 == (hashlib.sha256(picture).hexdigest() if picture else "")
    row.save.assert_called_once_with(update_fields=["logo_sha256"])
    assert logo_content(account=account, sha256=row.logo_sha256) == (picture or b"")
