"""Reading the environment: a wrong value stops the start with one plain sentence."""

from __future__ import annotations

import os
from pathlib import Path

LARGEST_PORT = 65535


def port(text: str, name: str) -> int:
    """Read a port number; SystemExit with a sentence where it is none."""
    if text.isdigit() and 0 < int(text) <= LARGEST_PORT:
        return int(text)
    raise SystemExit(f"{name} is '{text}', but a port is a number from 1 to {LARGEST_PORT}.")


def data_folder(text: str) -> Path:
    """Make the data folder where it is missing; SystemExit when it cannot be made or written."""
    folder = Path(text).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SystemExit(f"DATA_DIR is {folder}, which is no usable folder: {error}.") from None
    if not os.access(folder, os.W_OK):
        raise SystemExit(f"DATA_DIR is {folder}, and nothing may be written there.")
    return folder
