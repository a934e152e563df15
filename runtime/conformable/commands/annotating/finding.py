"""The return types and the locals of a file that could be annotated."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from conformable.commands.annotating.hints import Array, Hint, Kind
from conformable.commands.annotating.local_names import own_nodes, plain_locals
from conformable.commands.annotating.proven import ANY_ELEMENT, Proven, proven_functions

if TYPE_CHECKING:
    from conformable.commands.annotating.imports import Imports
    from conformable.commands.observations.records import Body
    from conformable.commands.observations.sources import Source

#: An annotation that stands in a comment.
_TYPE_COMMENT: Final = re.compile(rb"#\s*type:(?!\s*ignore)")


def hints_of(source: Source, bodies: Iterable[Body], imports: Imports, kinds: Sequence[Kind]) -> list[Hint]:
    """Return the annotations that a file could have, in the order of its lines.

    Args:
        source: The file.
        bodies: What is known of it.
        imports: What it imports.
        kinds: What is to be annotated.
    """
    found = [
        hint
        for proven in proven_functions(source, bodies, imports)
        for kind in kinds
        for hint in _FINDERS[kind](proven, source)
    ]
    return sorted(found, key=lambda hint: (hint.line, hint.column))


def _return_types(proven: Proven, source: Source) -> Iterator[Hint]:
    """Find what a function returns, if its parameters are annotated and it always returns the same."""
    function = proven.function
    commented = _has_type_comment(source, function.lineno, function.body[0].lineno)
    if (
        function.returns is not None
        or commented
        or not _is_annotated(proven)
        or not _always_ends(function.body)
    ):
        return
    values = [node.value for node in own_nodes(function) if isinstance(node, ast.Return)]
    returned = [proven.array(value) for value in values if value is not None]
    tuples = [proven.arrays(value) for value in values if value is not None]
    if not values or None in values:
        return
    if None not in returned:
        joined = _joined([[array] for array in returned if array is not None])
    else:
        joined = _joined([arrays for arrays in tuples if arrays is not None]) if None not in tuples else None
    if joined is not None:
        yield _hint("return", function.name, function, joined, proven, source, is_tuple=None in returned)


def _joined(ways: Sequence[Sequence[Array]]) -> list[Array] | None:
    """Return what several ways out have in common: the same shapes; else nothing."""
    if len({tuple((each.library, each.dims) for each in way) for way in ways}) != 1:
        return None
    words = [{each.word for each in position} for position in zip(*ways, strict=True)]
    return [
        Array(next(iter(found)) if len(found) == 1 else ANY_ELEMENT, first.library, first.dims)
        for first, found in zip(ways[0], words, strict=True)
    ]


def _locals(proven: Proven, source: Source) -> Iterator[Hint]:
    """Find the locals that have the same shape wherever they are assigned to."""
    if not proven.has_axes:
        return
    for name, assignments in plain_locals(proven.function).items():
        arrays = {proven.array(node.value) for node in assignments}
        commented = any(
            _has_type_comment(source, node.lineno, node.end_lineno or node.lineno) for node in assignments
        )
        array = arrays.pop()
        if array is not None and not arrays and not commented and name != "_":
            yield _hint("local", name, assignments[0], [array], proven, source, is_tuple=False)


_FINDERS: Final[Mapping[Kind, Callable[[Proven, Source], Iterator[Hint]]]] = {
    "return": _return_types,
    "local": _locals,
}


def _hint(
    kind: Kind,
    name: str,
    node: ast.stmt,
    arrays: Sequence[Array],
    proven: Proven,
    source: Source,
    *,
    is_tuple: bool,
) -> Hint:
    first, last = proven.function.lineno, proven.function.end_lineno or proven.function.lineno
    column = source.character(node.lineno, node.col_offset)
    return Hint(kind, name, node.lineno, column, tuple(arrays), is_tuple, (first, last))


def _has_type_comment(source: Source, first: int, last: int) -> bool:
    return any(_TYPE_COMMENT.search(line) for line in source.lines[first - 1 : last])


def _is_annotated(proven: Proven) -> bool:
    """Tell whether all parameters are annotated, but for `self`, and whether there is one."""
    given = proven.function.args
    extra = [each for each in (given.vararg, given.kwarg) if each is not None]
    parameters = [*given.posonlyargs, *given.args, *given.kwonlyargs, *extra]
    own = (
        parameters[1:] if proven.is_method and parameters and parameters[0].annotation is None else parameters
    )
    return bool(own) and all(parameter.annotation is not None for parameter in own)


def _always_ends(block: Sequence[ast.stmt]) -> bool:
    """Tell whether no way leads through the end of a block, so that a function cannot return None there."""
    match block[-1] if block else None:
        case ast.Return() | ast.Raise():
            return True
        case ast.If(body=body, orelse=other):
            return _always_ends(body) and _always_ends(other)
        case ast.With(body=body):
            return _always_ends(body)
        case ast.Try(body=body, handlers=handlers, orelse=other, finalbody=last):
            ends = _always_ends(other or body) and all(_always_ends(each.body) for each in handlers)
            return ends or _always_ends(last)
        case _:
            return False
