"""Make the pictures in docs/images: real output, rendered by Chromium.

Usage: python docs/screenshots.py (needs `chromium` on the path; on Debian, apt-get install chromium)
"""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"

#: The styles of a terminal that mypy uses: https://en.wikipedia.org/wiki/ANSI_escape_code#SGR
STYLES = {"1": "bold", "4": "underlined", "31": "red", "32": "green", "33": "yellow", "34": "blue"}

TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #0f172a; }
pre { margin: 0; padding: 22px 26px; font: 15px/1.5 "DejaVu Sans Mono", monospace; color: #e2e8f0; }
pre { white-space: pre-wrap; }
.bold { font-weight: bold; } .underlined { text-decoration: underline; }
.red { color: #f87171; } .green { color: #4ade80; } .yellow { color: #facc15; } .blue { color: #7dd3fc; }
.prompt { color: #94a3b8; }
</style><pre>"""


#: What the page with shapes shows.
ATTENTION = """\
import torch
from jaxtyping import Float
from torch import Tensor, nn


class Attention(nn.Module):
    def __init__(self, d_model: int, n_heads: int) -> None:
        super().__init__()
        self.n_heads = n_heads
        self.qkv = nn.Linear(d_model, 3 * d_model)
        self.out = nn.Linear(d_model, d_model)

    def forward(self, x: Float[Tensor, "batch seq d_model"]) -> Float[Tensor, "batch seq d_model"]:
        b, t, d = x.shape
        h = self.n_heads
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        q = q.view(b, t, h, d // h).transpose(1, 2)
        k = k.view(b, t, h, d // h).transpose(1, 2)
        v = v.view(b, t, h, d // h).transpose(1, 2)
        weights = torch.softmax(q @ k.mT / d**0.5, dim=-1)
        return self.out(weights @ v)
"""


def terminal(commands: list[list[str]]) -> str:
    """Run commands as on a terminal and return what they print as a page."""
    environment = {**os.environ, "MYPY_FORCE_COLOR": "1", "TERM": "xterm-256color"}
    page = TERMINAL
    for command in commands:
        whole = [sys.executable, "-m", *command]
        done = subprocess.run(
            whole,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        page += f'<span class="prompt">$ {html.escape(" ".join(command))}</span>\n{coloured(done.stdout)}\n'
    return page


def coloured(output: str) -> str:
    """Turn the colours of a terminal into those of a page."""
    page, depth = "", 0
    for part in re.split(r"(\x1b\[[\d;]*m|\x1b\(B)", output):
        codes = re.fullmatch(r"\x1b\[([\d;]*)m", part)
        if codes is None:
            page += "" if part.startswith("\x1b") else html.escape(part)
            continue
        classes = [STYLES[code] for code in codes[1].split(";") if code in STYLES]
        page += f'<span class="{" ".join(classes)}">' if classes else "</span>" * depth
        depth = depth + 1 if classes else 0
    return page + "</span>" * depth


def shapes(source: str) -> str:
    """Return the page of `conformable shapes --format html` for a file `attention.py`."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "attention.py").write_text(source, encoding="utf-8")
        command = [sys.executable, "-m", "conformable", "shapes", "attention.py", "--format", "html"]
        options = ["--cache-dir", str(ROOT / ".mypy_cache")]
        done = subprocess.run([*command, *options], cwd=folder, capture_output=True, text=True, check=False)
        return done.stdout


def render(page: str, image: Path, width: int, height: int) -> None:
    """Render a page into a picture."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page, encoding="utf-8")
        options = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--force-device-scale-factor=1.5",
        ]
        target = [f"--screenshot={image}", f"--window-size={width},{height}", source.as_uri()]
        subprocess.run(["chromium", *options, *target], check=True, capture_output=True)


def main() -> None:
    """Make all pictures."""
    IMAGES.mkdir(exist_ok=True)
    report = terminal([["conformable", "check", "examples/planted_bug.py"]])
    render(report, IMAGES / "report.png", 1200, 236)
    render(shapes(ATTENTION), IMAGES / "shapes.png", 1330, 660)


if __name__ == "__main__":
    main()
