"""A logo as it comes in, decoded and written anew as a small PNG by a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

from invoicing.pdf.pictures import BROKEN, PNG_SIGNATURE, LogoRefused, picture_checked

WORKER = Path(__file__).with_name("logo_worker.py")
PATIENCE_SECONDS = 20
# Each decoding may take some 200 MB for a moment; the others wait.
_room = threading.BoundedSemaphore(2)


def clean_logo(content: bytes) -> bytes:
    """Decode a PNG, JPEG or WebP picture and write it anew as a PNG for the invoice.

    The PNG is at most 800 x 320 pixels and carries no metadata. The decoder is typst's (memory-safe
    code), and it runs with limits on memory and time, so that no file can harm more than its own
    upload. Raises LogoRefused for anything else, with a sentence that says what to do.
    """
    picture = picture_checked(content)
    head = json.dumps([picture.format, picture.width, picture.height]).encode()
    try:
        with _room:
            done = subprocess.run(
                [sys.executable, "-I", str(WORKER)],
                input=head + b"\n" + picture.content,
                capture_output=True,
                timeout=PATIENCE_SECONDS,
                env={"RAYON_NUM_THREADS": "1"},
                check=False,
            )
    except subprocess.TimeoutExpired as error:
        raise LogoRefused(BROKEN) from error
    if done.returncode or not done.stdout.startswith(PNG_SIGNATURE):
        raise LogoRefused(BROKEN)
    return done.stdout
