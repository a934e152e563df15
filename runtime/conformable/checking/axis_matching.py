"""The sizes of a tensor held against the axes of its annotation, one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conformable.checking.bindings import Bindings, BoundRun, PendingSize
from conformable.checking.broadcasting import broadcast_sizes
from conformable.checking.refusal import RefusalError, shape_text
from conformable.core import messages
from conformable.core.expression import EvaluationError, evaluate, variables
from conformable.core.notation import Axis, FixedAxis, NamedAxis, SymbolicAxis, VariadicAxis

if TYPE_CHECKING:
    from conformable.checking.tensor_hints import TensorHint

Reader = Callable[[tuple[str, ...]], int]


class _Differs(Exception):  # noqa: N818 -- not an error of anyone: it carries a reason to the one refusal
    """A size that differs; its message is the reason."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor and the annotation that it is held against."""

    hint: TensorHint
    path: str
    shape: tuple[Any, ...]

    def match(self, bindings: Bindings) -> Bindings:
        """Return the bindings with what this tensor binds; arithmetic axes wait for `settle`.

        Raises:
            RefusalError: if the sizes do not fit.
        """
        before = bindings
        try:
            self._match_rank(before)
            for index, axis in self._single_axes():
                bindings = self._match_axis(bindings, index, axis)
            return self._match_run(bindings)
        except _Differs as differs:
            raise refused_sizes(self.path, self.shape, self.hint.text, str(differs), before) from None

    def _match_rank(self, bindings: Bindings) -> None:
        annotation = self.hint.annotation
        variadic = annotation.variadic is not None
        expected = len(annotation.axes) - variadic
        fits = len(self.shape) >= expected if variadic else len(self.shape) == expected
        if not fits:
            rank = len(self.shape)
            shape, text = shape_text(self.shape), self.hint.text
            statement = messages.wrong_count(shape, text, rank, expected, at_least=variadic)
            reason = messages.rank_differs(rank, expected, at_least=variadic)
            raise RefusalError(self.path, statement, reason, bindings)

    def _single_axes(self) -> Iterator[tuple[int, Axis]]:
        """Pair the axes that are not variadic with their indices in the shape."""
        annotation = self.hint.annotation
        yield from enumerate(annotation.before)
        yield from enumerate(annotation.after, start=len(self.shape) - len(annotation.after))

    def _match_axis(self, bindings: Bindings, index: int, axis: Axis) -> Bindings:
        size = self.shape[index]
        match axis:
            case FixedAxis(expected, broadcastable):
                if size != expected and not (broadcastable and size == 1):
                    raise _Differs(messages.size_differs(index, size, str(axis), ""))
            case NamedAxis(name, broadcastable):
                if broadcastable and size == 1:
                    return bindings
                bound = bindings.sizes.get(name)
                if bound is None:
                    return bindings.with_size(name, size, self.path)
                if bound.size != size:
                    origin = messages.value_origin(bound.origin)
                    raise _Differs(messages.size_differs(index, size, f"{axis}={bound.size}", origin))
            case SymbolicAxis():
                waiting = PendingSize(axis, size, index, self.path, self.shape, self.hint.text)
                return bindings.with_pending(*bindings.pending, waiting)
            case _:
                pass
        return bindings

    def _match_run(self, bindings: Bindings) -> Bindings:
        annotation = self.hint.annotation
        if annotation.variadic is None:
            return bindings
        axis = annotation.axes[annotation.variadic]
        if not isinstance(axis, VariadicAxis) or axis.name is None:
            return bindings
        run = self.shape[len(annotation.before) : len(self.shape) - len(annotation.after)]
        bound = bindings.runs.get(axis.name)
        merged = BoundRun(run, self.path, axis.broadcastable)
        if bound is not None:
            merged = _merged(axis.name, bound, merged)
        return bindings.with_run(axis.name, merged)


def _merged(name: str, bound: BoundRun, run: BoundRun) -> BoundRun:
    """Hold a run of sizes against what its name is bound to, and return what it is bound to from here on."""
    difference = (name, shape_text(run.sizes), shape_text(bound.sizes), messages.value_origin(bound.origin))
    if not bound.broadcastable and not run.broadcastable:
        if bound.sizes != run.sizes:
            raise _Differs(messages.run_differs(*difference))
        return bound
    try:
        stretched = tuple(broadcast_sizes(run.sizes, bound.sizes))
    except ValueError:
        stretched = None
    fixed = next((one.sizes for one in (bound, run) if not one.broadcastable), stretched)
    if stretched is None or stretched != fixed:
        raise _Differs(messages.run_not_broadcastable(*difference))
    if not bound.broadcastable:
        return bound
    origin = bound.origin if stretched == bound.sizes else run.origin
    return BoundRun(stretched, origin, run.broadcastable)


def settle(bindings: Bindings, read: Reader) -> Bindings:
    """Check the arithmetic axes whose names are bound by now; the others go on waiting.

    Raises:
        RefusalError: if one of them does not fit.
    """
    waiting = []
    sizes = {name: bound.size for name, bound in bindings.sizes.items()}
    for pending in bindings.pending:
        if any(name not in sizes for name in variables(pending.axis.expression)):
            waiting.append(pending)
        elif not (pending.axis.broadcastable and pending.size == 1):
            reason = _unequal(pending, sizes, read)
            if reason is not None:
                raise refused_sizes(pending.path, pending.shape, pending.expected, reason, bindings)
    return bindings.with_pending(*waiting)


def _unequal(pending: PendingSize, sizes: Mapping[str, int], read: Reader) -> str | None:
    try:
        expected = evaluate(pending.axis.expression, sizes.__getitem__, read)
    except EvaluationError as error:
        return messages.no_size(pending.index, str(pending.axis), str(error))
    if expected == pending.size:
        return None
    return messages.size_differs(pending.index, pending.size, f"{pending.axis}={expected}", "")


def refused_sizes(
    path: str, shape: tuple[Any, ...], expected: str, reason: str, bindings: Bindings
) -> RefusalError:
    """Refuse a tensor for its sizes."""
    return RefusalError(path, messages.wrong_sizes(shape_text(shape), expected, reason), reason, bindings)
