"""The sizes that the names of a signature have in one call, and what bound them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conformable.core.notation import SymbolicAxis


@dataclass(frozen=True, slots=True)
class BoundSize:
    """The size of a name, and the path of the value that bound it, such as `xs[0]`."""

    size: Any
    origin: str


@dataclass(frozen=True, slots=True)
class BoundRun:
    """The sizes of a variadic name; broadcastable as long as only broadcastable axes have bound it."""

    sizes: tuple[Any, ...]
    origin: str
    broadcastable: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class BoundStructure:
    """The structure of a tree that a name stands for; as jax says it, which not always can be hashed."""

    structure: Any
    origin: str


@dataclass(frozen=True, slots=True)
class PendingSize:
    """The size of an arithmetic axis that waits until all names in it are bound."""

    axis: SymbolicAxis
    size: Any
    index: int
    path: str
    shape: tuple[Any, ...]
    expected: str


@dataclass(frozen=True, slots=True)
class Bindings:
    """What is bound at one point of a call, and what waits to be checked."""

    sizes: Mapping[str, BoundSize] = field(default_factory=dict)
    runs: Mapping[str, BoundRun] = field(default_factory=dict)
    structures: Mapping[str, BoundStructure] = field(default_factory=dict)
    pending: tuple[PendingSize, ...] = ()

    def with_size(self, name: str, size: Any, origin: str) -> Bindings:
        """Return these bindings and one more."""
        return replace(self, sizes={**self.sizes, name: BoundSize(size, origin)})

    def with_run(self, name: str, run: BoundRun) -> Bindings:
        """Return these bindings and one more."""
        return replace(self, runs={**self.runs, name: run})

    def with_pending(self, *pending: PendingSize) -> Bindings:
        """Return these bindings with these axes waiting instead."""
        return replace(self, pending=pending)

    def key(self) -> object:
        """Return what tells these bindings from others."""
        sizes = frozenset((name, bound.size) for name, bound in self.sizes.items())
        runs = frozenset((name, run.sizes, run.broadcastable) for name, run in self.runs.items())
        structures = frozenset(self.structures.items())
        return (
            sizes,
            runs,
            structures,
            tuple((pending.path, pending.index, pending.axis) for pending in self.pending),
        )
