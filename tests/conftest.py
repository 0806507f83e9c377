"""What holds for every test; the builders of each package stand beside its tests."""

from importlib.util import find_spec
from pathlib import Path

import pytest
import redis
from django.conf import settings

E2E = Path(__file__).parent / "e2e"
# `make test` installs no browser driver, and the browser tests cannot even be read without it.
collect_ignore = [] if find_spec("playwright") else ["e2e"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in tests/e2e, so that only `make e2e` runs it."""
    for item in items:
        if item.path.is_relative_to(E2E):
            item.add_marker("e2e")


def pytest_sessionfinish() -> None:
    """Take the nudges that nobody waited for out of the Redis that was used."""
    if settings.CELERY_BROKER_URL.startswith("redis"):
        broker = redis.Redis.from_url(settings.CELERY_BROKER_URL)
        for key in broker.scan_iter(f"*{settings.CELERY_TASK_DEFAULT_QUEUE}*"):
            broker.delete(key)
