"""What is made once for all bodies of a module, whichever of them needs it first."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from mypy.nodes import FuncDef, TypeInfo

from conformable_mypy.consulted import Consulted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conformable_mypy.interpreter.run import Run

Item = TypeVar("Item", bound=TypeInfo | FuncDef)
Made = TypeVar("Made")


def made_once(
    known: dict[Item, Made], item: Item, make: Callable[[], Made], run: Run, meanwhile: Made | None = None
) -> Made:
    """Give what is kept for all bodies of the module, and make it where it is not known yet.

    Args:
        known: What is known.
        item: What it is made of.
        make: Makes it.
        run: The interpretation.
        meanwhile: What is known until it is made, if it may be asked for on the way.
    """
    consulted = run.session.kept.consulted.setdefault(item, Consulted())
    if item not in known:
        with _consulting(run) as read, run.afresh():
            if meanwhile is not None:
                known[item] = meanwhile
            known[item] = make()
        consulted.include(read)
    run.consulted.include(consulted)
    return known[item]


@contextmanager
def _consulting(run: Run) -> Iterator[Consulted]:
    """Collect what is read meanwhile by itself."""
    outside, run.consulted = run.consulted, Consulted()
    try:
        yield run.consulted
    finally:
        outside.include(run.consulted)
        run.consulted = outside
