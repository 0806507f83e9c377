"""Run as a program: a checked picture comes in on stdin, a PNG made from its pixels goes out.

It imports nothing of the project, and gives away its right to much memory and time first.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from pathlib import Path

MEMORY_BYTES, CPU_SECONDS = 2 * 1024**3, 10
# 60 x 24 mm at 340 dots per inch, and smaller where the PNG becomes too heavy for every PDF.
BOXES = ((800, 320), (560, 224), (400, 160))
HEAVY_BYTES = 250_000
# A picture that is turned by its Exif data has its sides the other way round.
TEMPLATE = """
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#let (name, wide, high, most-wide, most-high) = json(bytes(sys.inputs.asked))
#context {
  let seen = measure(image(name))
  let is-turned = (seen.width > seen.height) != (wide > high) and wide != high
  let (w, h) = if is-turned { (high, wide) } else { (wide, high) }
  let part = calc.min(1, most-wide / w, most-high / h)
  let side(length) = calc.max(1, calc.round(length * part)) * 1pt
  image(name, width: side(w), height: side(h), fit: "stretch")
}
"""


def main() -> int:
    """Read one picture and write one PNG; any trouble ends the process with another code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    extension, wide, high = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    with tempfile.TemporaryDirectory() as folder:
        name = f"logo.{extension}"
        (Path(folder) / name).write_bytes(content)
        (Path(folder) / "main.typ").write_text(TEMPLATE, encoding="utf-8")
        sys.stdout.buffer.write(_png(folder, [name, wide, high]))
    return 0


def _png(folder: str, picture: list[object]) -> bytes:
    import typst  # after the limits, so that they count for all that it does

    made = b""
    for box in BOXES:
        asked = json.dumps([*picture, *box])
        made = typst.compile(
            f"{folder}/main.typ", root=folder, format="png", ppi=72.0, sys_inputs={"asked": asked}
        )
        if len(made) <= HEAVY_BYTES:
            break
    return made


if __name__ == "__main__":
    sys.exit(main())
