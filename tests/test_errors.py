"""Pages that are not there."""

import pytest
from django.test import Client
from pytest_django import Settings


@pytest.mark.django_db
@pytest.mark.parametrize("debug", [True, False])
def test_a_dead_link_shows_our_own_page(client: Client, settings: Settings, debug: bool) -> None:
    settings.DEBUG = debug
    answer = client.get("/nowhere/at/all/")
    assert answer.status_code == 404
    assert "URLconf" not in answer.content.decode()
    assert "Boekbrug" in answer.content.decode()
