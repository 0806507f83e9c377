"""The embedded queue: a message file is there whole or not at all."""

from pathlib import Path

import pytest
from kombu import Connection

from config.queue import Transport


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def connection(folder: Path) -> Connection:
    options = {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder / "control"),
        "polling_interval": 0.05,
    }
    return Connection(transport=Transport, transport_options=options)


def test_what_is_put_comes_out(folder: Path) -> None:
    with connection(folder) as link:
        queue = link.SimpleQueue("nudges")
        queue.put({"job": 7})
        assert queue.get(timeout=5).payload == {"job": 7}


# Another queue than above: kombu remembers per process which ones it has bound.
def test_a_half_written_file_stops_nobody(folder: Path) -> None:
    with connection(folder) as link:
        queue = link.SimpleQueue("halves")
        (folder / "1_half.halves.msg").write_text("")
        (folder / "2_other.halves.msg").write_text('{"a": 1}')
        with pytest.raises(queue.Empty):
            queue.get(timeout=0.3)
        queue.put({"job": 8})
        assert queue.get(timeout=5).payload == {"job": 8}
