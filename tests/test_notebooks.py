"""`%load_ext conformable` shows what mypy says about a cell before the cell runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

from conformable import notebooks
from conformable.commands import notebook_cells
from conformable.commands.reporting.messages import Message
from conformable.core import messages

#: The cells need no torch, which mypy would have to read first.
IMPORTS = "from jaxtyping import Float\nclass Array: ...\n"
WRONG = "x: Float[Array, 'a, b']"


@pytest.fixture
def cache(root: Path) -> Path:
    """A cache that is kept between runs."""
    return root / ".cache" / "notebooks"


@pytest.fixture
def shell(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    monkeypatch.setattr(notebooks, "CACHE", cache)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "conformable")
    yield shell
    shell.run_line_magic("unload_ext", "conformable")
    InteractiveShell.clear_instance()


@pytest.mark.filterwarnings("default")
def test_a_mistake_is_shown_at_the_line_of_its_cell(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    run: Callable[[str], object] = shell.run_cell
    run(IMPORTS)
    assert capsys.readouterr().err == ""
    run(f"n = 3\n{WRONG}\nn = 'again'")
    shown = capsys.readouterr().err
    assert shown.startswith('cell:2: error: axis "a," of "a, b": axes are separated by spaces')
    assert shown.count("cell:") == 1


def test_a_cell_is_checked_with_those_before_it(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    assert notebook_cells.messages_of_cell([IMPORTS], "y: Float[Array, 'a b']", tmp_path, cache) == []
    (message,) = notebook_cells.messages_of_cell([IMPORTS], f"\n{WRONG}", tmp_path, cache)
    assert (str(message.path), message.line, message.code) == ("cell", 2, "shape-annotation")


def test_lines_that_a_message_names_are_those_of_the_cell() -> None:
    """Two lines of earlier cells stand above this one."""
    notes = (
        messages.declared_operand("x", 'Float[Tensor, "n"]', 4),
        messages.declared_operand("w", 'Float[Tensor, "m"]', 2),
        messages.inside_call(3),
    )
    told = Message(
        Path("notebook.py"), 5, 0, "error", "no-redef", 'Name "x" already defined on line 4', notes
    )
    found = notebook_cells.of_cell(told, first=2)
    assert (found.line, found.text) == (3, 'Name "x" already defined on line 2')
    assert found.notes == (
        'x: Float[Tensor, "n"], declared at line 2',
        'w: Float[Tensor, "m"], declared in an earlier cell',
        "The operation that fails is in the called function, at line 1",
    )


class Silent:
    """Stands in for IPython's shell."""

    events = None

    def transform_cell(self, raw_cell: str) -> str:
        return raw_cell


@pytest.mark.parametrize("raw", ["%%bash\nls", "def broken(:", "", None])
def test_what_is_no_python_is_left_alone(raw: str | None) -> None:
    class Info:
        raw_cell = raw

    extension = notebooks.Extension(Silent())
    extension.before(Info())
    assert list(extension.folder.iterdir()) == []
    extension.folder.rmdir()
