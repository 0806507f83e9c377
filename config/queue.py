"""The embedded queue: kombu's folder of message files, but a file is there whole or not at all.

kombu writes a message in place, so a worker can pick up a file that is still empty and dies of it.
"""

from __future__ import annotations

import logging
import uuid
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """Puts a message in place by renaming it, and survives a file that is no message."""

    def _put(self, *args: Any, **kwargs: Any) -> None:
        queue, payload = args
        folder = Path(self.data_folder_out)
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        unseen = folder / f".{name}.new"
        unseen.write_text(dumps(payload), encoding="utf-8")
        unseen.replace(folder / name)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        try:
            message = super()._get(queue)
            if isinstance(message, dict) and {"body", "properties"} <= message.keys():
                return message
            raise ValueError("no message of ours")
        except ValueError:
            # Nothing is lost with it: the sweep finds every job that was never nudged.
            logger.warning("a file in the queue folder is no message; left out")
            raise Empty from None


class Transport(filesystem.Transport):
    """kombu's filesystem transport over that channel."""

    Channel = Channel
