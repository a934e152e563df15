"""Pages of Markdown, and the fenced blocks in them.

A comment of HTML right above a block, which a reader does not see, says what a test has to know:

- `<!-- imports left out -->`: the usual imports (`PRELUDE`) belong to this block.
- `<!-- a fragment -->`: not a program of its own; it only has to be Python.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

BLOCK = re.compile(
    r"^(?:<!-- (?P<remark>.*?) -->\n)?```(?P<language>\w*)(?: title=\"(?P<title>.*?)\")?\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
REMARKS = ("imports left out", "a fragment")

#: What pages leave out, on one line so that it can be taken away again.
PRELUDE = (
    "import numpy as np, torch, torch.nn.functional as F, conformable; from dataclasses import dataclass; "
    "from conformable import checked; from jaxtyping import Bool, Float, Int; from torch import Tensor, nn"
)

#: Written by programs, or read by those who look for numbers: nothing in them is an example.
REPORTS = ("measurements.md", "operations_report.md", "packages.md")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page.

    Attributes:
        page: The page, from the root of the repository.
        number: Where it stands among the page's blocks.
        language: The word after the fence.
        title: The name of the file that it is, or nothing.
        remark: The comment above it, or nothing.
        text: What stands in it.
    """

    page: str
    number: int
    language: str
    title: str
    remark: str
    text: str

    @property
    def name(self) -> str:
        """A name that can be that of a module."""
        return re.sub(r"\W", "_", f"{self.page.removesuffix('.md')}_{self.number}".lower())

    @property
    def program(self) -> str:
        """The text with the imports that it needs, as a module."""
        return f"{PRELUDE}\n{self.text}" if self.remark == "imports left out" else self.text


def pages() -> list[Path]:
    """Return all pages that a user or a contributor reads."""
    docs = [path for path in sorted((ROOT / "docs").rglob("*.md")) if path.name not in REPORTS]
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *docs]


def blocks(page: Path) -> list[Block]:
    """Return the blocks of a page."""
    found = BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [
        Block(page=page.relative_to(ROOT).as_posix(), number=number, **match.groupdict(default=""))
        for number, match in enumerate(found)
    ]


def in_language(*languages: str) -> list[Block]:
    """Return all blocks in one of these languages."""
    return [block for page in pages() for block in blocks(page) if block.language in languages]


def is_story(page: Path) -> bool:
    """Tell whether a page names files, so that its blocks are to be carried out one after the other."""
    return any(block.title for block in blocks(page))
