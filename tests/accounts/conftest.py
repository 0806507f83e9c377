"""Every test starts with fresh rate limits, which count per address: all tests share one."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _fresh_rate_limits() -> None:
    cache.clear()
