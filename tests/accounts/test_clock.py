"""The clock that can be set outside production."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from accounts import clock


@pytest.fixture
def clock_file(settings: Settings, tmp_path: Path) -> Path:
    path = tmp_path / "clock.json"
    settings.CLOCK_FILE = str(path)
    return path


def set_clock(path: Path, at: str, speed: float = 0.0) -> None:
    moment = datetime.fromisoformat(at).timestamp()
    path.write_text(
        json.dumps({"anchor": 0.0, "simulated": moment, "speed": speed}), encoding="utf-8"
    )


def is_real(moment: datetime) -> bool:
    return abs((datetime.now(UTC) - moment).total_seconds()) < 60


def test_without_a_file_time_is_real(clock_file: Path) -> None:
    assert is_real(clock.now())


def test_an_empty_file_means_real_time(clock_file: Path) -> None:
    clock_file.write_text("", encoding="utf-8")
    assert is_real(clock.now())


def test_without_the_setting_a_file_is_not_looked_at(settings: Settings) -> None:
    settings.CLOCK_FILE = ""
    assert is_real(clock.now())


def test_the_file_sets_the_time_and_a_changed_file_is_read_again(clock_file: Path) -> None:
    set_clock(clock_file, "2026-03-01T12:00:00+00:00")
    assert clock.now() == datetime(2026, 3, 1, 12, tzinfo=UTC)
    set_clock(clock_file, "2027-11-01T12:00:00.5+00:00")
    assert clock.now() == datetime(2027, 11, 1, 12, 0, 0, 500000, tzinfo=UTC)


def test_speed_multiplies_the_real_seconds_since_the_anchor() -> None:
    setting = clock.ClockSetting(anchor=1000.0, simulated=5000.0, speed=60.0)
    assert setting.at(1002.0) == 5120.0


def test_today_is_the_date_in_brussels(clock_file: Path) -> None:
    set_clock(clock_file, "2026-06-30T22:30:00+00:00")
    assert clock.today() == date(2026, 7, 1)
