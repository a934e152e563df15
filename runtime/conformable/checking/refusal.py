"""Why a value does not fit, on its way to the message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from conformable.checking.tensor_hints import dtype_name
from conformable.core import messages

if TYPE_CHECKING:
    from conformable.checking.bindings import Bindings


class RefusalError(Exception):
    """A value that does not fit its hint.

    Attributes:
        path: where the value is found, such as `x`, `xs[0]` or `return[1]`.
        statement: what is wrong, to follow the name of the value.
        reason: the same in short, for a list of alternatives.
        bindings: what was bound before.
        details: further lines.
    """

    def __init__(
        self,
        path: str,
        statement: str,
        reason: str,
        bindings: Bindings,
        details: tuple[str, ...] = (),
    ) -> None:
        super().__init__(statement)
        self.path = path
        self.statement = statement
        self.reason = reason
        self.bindings = bindings
        self.details = details

    def message(self, function: str) -> str:
        """Say what does not fit, and list every name that is bound."""
        first = f"{messages.subject(self.path, function)} {self.statement}"
        bound = messages.bound_names(_bound(self.bindings))
        return "\n".join(line for line in (first, *self.details, bound) if line)


def shape_text(sizes: Sequence[Any]) -> str:
    """Print sizes as torch and NumPy users write a shape."""
    return f"({', '.join(map(str, sizes))}{',' * (len(sizes) == 1)})"


def structure_text(structure: Any) -> str:
    """Print the structure of a tree of jax: its containers, with a star for each leaf."""
    return str(structure).removeprefix("PyTreeDef(").removesuffix(")")


def described(value: Any) -> str:
    """Say what a value is, in a few words."""
    kind = type(value).__name__
    if not (hasattr(value, "shape") and hasattr(value, "dtype")):
        return messages.a_tuple_of(len(value)) if type(value) is tuple else messages.a_value(kind)
    dtype = dtype_name(value.dtype)
    return messages.an_array("" if kind == dtype else f" {kind}", dtype, shape_text(value.shape))


def _bound(bindings: Bindings) -> Iterator[tuple[str, str, str]]:
    for name, bound in bindings.sizes.items():
        yield name, str(bound.size), messages.value_origin(bound.origin)
    for name, run in bindings.runs.items():
        yield f"*{name}", shape_text(run.sizes), messages.value_origin(run.origin)
    for name, bound_structure in bindings.structures.items():
        yield name, structure_text(bound_structure.structure), messages.value_origin(bound_structure.origin)
