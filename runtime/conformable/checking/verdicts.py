"""What generated code asks when it refuses a call: the verdict on the arguments and on the result."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from conformable.checking.bindings import Bindings, BoundRun, BoundSize
from conformable.checking.hints import Hint, UnionHint, walk
from conformable.checking.holes import linked_size, read_hole
from conformable.checking.matching import match
from conformable.checking.refusal import RefusalError
from conformable.checking.signatures import RESULT, CheckedSignature, Parameter
from conformable.errors import ShapeError

if TYPE_CHECKING:
    from conformable.checking.containers import Item


class Verdicts:
    """The exact verdicts on the calls of one function."""

    def __init__(self, signature: CheckedSignature) -> None:
        self.signature = signature

    @cached_property
    def has_choices(self) -> bool:
        """Whether a union leaves a choice."""
        hints = (hint for _, hint in self.signature.hints() if hint is not None)
        return any(isinstance(part, UnionHint) for hint in hints for part in walk(hint))

    def on_arguments(self, values: tuple[Any, ...]) -> Bindings | ShapeError:
        """Return what the arguments bind, or the error to raise.

        Args:
            values: the arguments, in the order of the parameters.
        """
        try:
            return self._match(values, self.argument_items(values), self._linked(values))
        except RefusalError as refusal:
            return ShapeError(refusal.message(self.signature.name))

    def on_result(
        self,
        values: tuple[Any, ...],
        bindings: Bindings | None,
        bound: tuple[Mapping[str, Any], Mapping[str, Any]],
        result: Any,
    ) -> ShapeError | None:
        """Return the error to raise for a result, or None if it fits.

        Args:
            values: the arguments, in the order of the parameters.
            bindings: what the arguments bind; None if generated code has bound them.
            bound: the sizes of the names and of the variadic names that generated code has bound.
            result: the result.
        """
        if bindings is None:
            bindings = self._rebound(values, *bound)
        return self.on_value(self.signature.result, values, bindings, result)

    def on_value(
        self,
        hint: Hint | None,
        values: tuple[Any, ...],
        bindings: Bindings,
        value: Any,
        path: str = RESULT,
    ) -> ShapeError | None:
        """Return the error to raise for a value that the function gives, or None if it fits.

        Args:
            hint: what the value is held against; None if nothing is asked of it.
            values: the arguments, in the order of the parameters.
            bindings: what the arguments bind.
            value: the value.
            path: what messages call it.
        """
        if hint is None:
            return None
        item = (hint, path, value)
        try:
            self._match(values, [item], bindings)
        except RefusalError as refusal:
            if self.has_choices and self._fits_with_other_choices(values, item):
                return None
            return ShapeError(refusal.message(self.signature.name))
        return None

    def argument_items(self, values: tuple[Any, ...]) -> list[Item]:
        """Pair the arguments that were given with their hints."""
        pairs = zip(self.signature.parameters, values, strict=True)
        return [item for parameter, value in pairs for item in _items(parameter, value)]

    def _fits_with_other_choices(self, values: tuple[Any, ...], item: Item) -> bool:
        try:
            self._match(values, [*self.argument_items(values), item], self._linked(values))
        except RefusalError:
            return False
        return True

    def _match(self, values: tuple[Any, ...], items: list[Item], bindings: Bindings) -> Bindings:
        arguments = {one.name: value for one, value in zip(self.signature.parameters, values, strict=True)}
        return match(items, bindings, lambda path: read_hole(arguments, path))

    def _linked(self, values: tuple[Any, ...]) -> Bindings:
        bindings = Bindings()
        arguments = {one.name: value for one, value in zip(self.signature.parameters, values, strict=True)}
        for link in self.signature.links():
            size = linked_size(arguments[link.parameter], link.attribute)
            if size is not None:
                bindings = bindings.with_size(link.axis, size, link.origin)
        return bindings

    def _rebound(
        self, values: tuple[Any, ...], sizes: Mapping[str, Any], runs: Mapping[str, Any]
    ) -> Bindings:
        """Find again what the arguments bind, for the sake of what bound it."""
        bindings = self.on_arguments(values)
        if isinstance(bindings, Bindings) and _same_sizes(bindings, sizes):
            return bindings
        # The function has changed an argument in place; what was bound before the call counts.
        return Bindings(
            sizes={name: BoundSize(size, "") for name, size in sizes.items() if size is not None},
            runs={name: BoundRun(tuple(run), "") for name, run in runs.items() if run is not None},
        )


def _same_sizes(bindings: Bindings, sizes: Mapping[str, Any]) -> bool:
    found = {name: bound.size for name, bound in bindings.sizes.items()}
    return all(found.get(name) == size for name, size in sizes.items())


def _items(parameter: Parameter, value: Any) -> Iterator[Item]:
    hint = parameter.hint
    if hint is None or value is parameter.default:
        return
    if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
        yield from ((hint, f"{parameter.name}[{i}]", one) for i, one in enumerate(value))
    elif parameter.kind is inspect.Parameter.VAR_KEYWORD:
        yield from ((hint, name, one) for name, one in value.items())
    else:
        yield hint, parameter.name, value
