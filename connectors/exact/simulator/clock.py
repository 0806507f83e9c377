"""The simulated clock, shared with other programs through one small file."""

import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path


class Clock:
    """Tells the simulated time.

    The file holds {"anchor": real seconds, "simulated": seconds at the anchor, "speed": factor};
    simulated now = simulated + (real now - anchor) * speed. No file, or an empty one: real time.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._seen: tuple[int, int] | None = None
        self._setting = (0.0, 0.0, 1.0)

    def timestamp(self) -> float:
        """Simulated seconds since 1970-01-01 UTC."""
        if self._file is not None:
            self._reread(self._file)
        anchor, simulated, speed = self._setting
        return simulated + (time.time() - anchor) * speed

    def now(self) -> datetime:
        """The simulated moment in UTC."""
        return datetime.fromtimestamp(self.timestamp(), UTC)

    def today(self) -> datetime:
        """Midnight UTC of the simulated day, as Exact writes date-only fields."""
        return self.now().replace(hour=0, minute=0, second=0, microsecond=0)

    def advance(self, seconds: float) -> None:
        """Moves the clock forward (or back, with a negative number) and keeps its speed."""
        self._set(self.timestamp() + seconds, self._setting[2])

    def set_speed(self, speed: float) -> None:
        """Lets simulated time run faster or slower from now on."""
        self._set(self.timestamp(), speed)

    def _set(self, simulated: float, speed: float) -> None:
        self._setting = (time.time(), simulated, speed)
        if self._file is not None:
            self._write(self._file)

    def _write(self, file: Path) -> None:
        anchor, simulated, speed = self._setting
        text = json.dumps({"anchor": anchor, "simulated": simulated, "speed": speed})
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"{file.name}.{os.getpid()}")
        draft.write_text(text)
        draft.replace(file)

    def _reread(self, file: Path) -> None:
        try:
            status = file.stat()
        except FileNotFoundError:
            self._seen, self._setting = None, (0.0, 0.0, 1.0)
            return
        seen = (status.st_mtime_ns, status.st_ino)
        if seen != self._seen:
            try:
                self._setting = _parse(file.read_text())
            except ValueError:  # half written by another program: look again at the next call
                return
            self._seen = seen


def _parse(text: str) -> tuple[float, float, float]:
    if not text.strip():
        return 0.0, 0.0, 1.0
    data = json.loads(text)
    return float(data["anchor"]), float(data["simulated"]), float(data["speed"])


def midnight(year: int, month: int, day: int) -> datetime:
    """A calendar date as Exact stores it: midnight UTC."""
    return datetime(year, month, day, tzinfo=UTC)


def add_days(day: datetime, days: int) -> datetime:
    """A date so many days later."""
    return day + timedelta(days=days)
