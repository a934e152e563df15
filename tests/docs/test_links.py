"""Links lead somewhere: to a page, to a heading in it, to a picture."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs_harness.pages import BLOCK, ROOT, blocks, pages

LINK = re.compile(r"!?\[(?:[^\]\[]|\[[^\]]*\])*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def links(page: Path) -> list[str]:
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    return LINK.findall(re.sub(r"`[^`\n]*`", "`code`", text))


def anchors(page: Path) -> set[str]:
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    return {
        re.sub(r"[\s]+", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip())
        for heading in HEADING.findall(text)
    }


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_each_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in links(page):
        if link.startswith(("https://", "mailto:")):
            continue
        place, _, anchor = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_there_are_links_and_pages() -> None:
    assert len(pages()) > 20
    assert sum(len(links(page)) for page in pages()) > 40


def test_a_remark_is_one_that_is_understood() -> None:
    from docs_harness.pages import REMARKS

    assert {block.remark for page in pages() for block in blocks(page)} <= {"", *REMARKS}


def test_no_fence_is_overlooked() -> None:
    for page in pages():
        text = page.read_text(encoding="utf-8")
        assert 2 * len(blocks(page)) == len(re.findall(r"^ *```", text, re.MULTILINE)), page
