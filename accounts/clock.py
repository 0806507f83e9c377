"""The one clock of app, workers and simulator; outside production it can be set and sped up."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

# Issue dates, due dates and tax points are calendar dates of the seller; BE and NL share one zone.
LOCAL_ZONE = ZoneInfo("Europe/Brussels")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class ClockSetting:
    """The clock file: simulated time at a real moment (Unix seconds), and the speed since."""

    anchor: float
    simulated: float
    speed: float

    def at(self, real: float) -> float:
        """Give the simulated Unix time at a real one."""
        return self.simulated + (real - self.anchor) * self.speed


def now() -> datetime:
    """Give the present moment, aware and in UTC: real time, or that of the shared clock file.

    The file (`settings.CLOCK_FILE`, JSON with `anchor`, `simulated` and `speed`) is read again
    when it changes; an empty setting, an absent file or an empty file means real time.
    """
    real = time.time()
    setting = _setting()
    return EPOCH + timedelta(seconds=setting.at(real) if setting else real)


def today() -> date:
    """Give the present calendar date in Europe/Brussels."""
    return now().astimezone(LOCAL_ZONE).date()


def _setting() -> ClockSetting | None:
    if not settings.CLOCK_FILE:
        return None
    path = Path(settings.CLOCK_FILE)
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return _read(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, modified_ns: int, size: int) -> ClockSetting | None:
    # `modified_ns` and `size` are only the cache's key: a changed file is read again.
    text = path.read_text(encoding="utf-8").strip()
    if not text:
        return None
    values = json.loads(text)
    if not values:
        return None
    return ClockSetting(
        anchor=float(values["anchor"]),
        simulated=float(values["simulated"]),
        speed=float(values["speed"]),
    )
