"""The sizes of a checked call while its body runs; `isinstance(x, Float[Tensor, "b n"])` reads them.

jaxtyping keeps the sizes of the call that runs, for each thread, and its annotations ask for them there. That
record is not part of its documented API; where it cannot be had, `isinstance` has sizes of its own.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from conformable.checking.bindings import Bindings, BoundRun, BoundSize, BoundStructure
from conformable.core import messages

if TYPE_CHECKING:
    from conformable.checking.verdicts import Verdicts

try:
    from jaxtyping import _storage
except ImportError:  # pragma: no cover -- another version of jaxtyping
    HAS_RECORD = False
else:
    HAS_RECORD = True
    record: Any = _storage  # It has no types.

# Among the arguments of the call, which holes such as `{n}` read; no argument can have this name.
_KEY = "scope of conformable"


class Scope:
    """What one call binds, before and during its body.

    Attributes:
        verdicts: the exact verdicts on the calls of the function.
        values: the arguments, in the order of the parameters.
        sizes: the sizes of the names by now.
        runs: those of the variadic names, each after whether only broadcastable axes have bound it.
        structures: the structures of the trees that have a name.
        origins: what bound the names that an annotated assignment has bound.
    """

    def __init__(
        self,
        verdicts: Verdicts,
        values: tuple[Any, ...],
        sizes: Mapping[str, Any],
        runs: Mapping[str, tuple[bool, Any]],
        structures: Mapping[str, Any],
    ) -> None:
        self.verdicts = verdicts
        self.values = values
        self.sizes = {name: size for name, size in sizes.items() if size is not None}
        self.runs = {
            name: (stretches, tuple(run)) for name, (stretches, run) in runs.items() if run is not None
        }
        self.structures = dict(structures)
        self.origins: dict[str, str] = {}
        # jaxtyping would evaluate text as code.
        readable = {name: one for name, one in self.arguments().items() if not isinstance(one, str)}
        self._arguments: dict[str, Any] = {**readable, _KEY: self}

    def arguments(self) -> dict[str, Any]:
        """Return the arguments by name."""
        names = (parameter.name for parameter in self.verdicts.signature.parameters)
        return dict(zip(names, self.values, strict=True))

    def enter(self) -> None:
        """Let the names of this call be those that count."""
        record.push_shape_memo({})
        record.set_shape_memo(self.sizes, self.runs, self.structures, self._arguments)

    def leave(self) -> None:
        """Let the names of the call around this one count again."""
        self.update()
        record.pop_shape_memo()

    def update(self) -> None:
        """Take over what the body has bound: jaxtyping replaces its record when a check fails."""
        self.sizes, self.runs, self.structures, _ = record.get_shape_memo()

    def bindings(self) -> Bindings:
        """Return what is bound by now, without what bound it."""
        return Bindings(
            {name: BoundSize(size, "") for name, size in self.sizes.items()},
            {name: BoundRun(run, "", stretches) for name, (stretches, run) in self.runs.items()},
            {name: BoundStructure(one, "") for name, one in self.structures.items()},
        )

    def bindings_with_origins(self) -> Bindings:
        """Return what is bound by now, and what bound it."""
        before = self.verdicts.on_arguments(self.values)
        if not isinstance(before, Bindings):
            before = Bindings()
        origins = {name: bound.origin for name, bound in before.sizes.items()}
        origins |= {f"*{name}": bound.origin for name, bound in before.runs.items()}
        structures = {name: bound.origin for name, bound in before.structures.items()}
        origins |= self.origins
        return Bindings(
            {name: BoundSize(size, origins.get(name, messages.BODY)) for name, size in self.sizes.items()},
            {
                name: BoundRun(run, origins.get(f"*{name}", messages.BODY), stretches)
                for name, (stretches, run) in self.runs.items()
            },
            {
                name: BoundStructure(one, structures.get(name, messages.BODY))
                for name, one in self.structures.items()
            },
        )

    def bind(self, bindings: Bindings, origin: str) -> None:
        """Keep what a value has bound.

        Args:
            bindings: what was bound before, and what the value binds.
            origin: the path of the value.
        """
        for name, bound in bindings.sizes.items():
            if name not in self.sizes:
                self.sizes[name] = bound.size
                self.origins[name] = origin
        for name, run in bindings.runs.items():
            if name not in self.runs:
                self.origins[f"*{name}"] = origin
            self.runs[name] = (run.broadcastable, run.sizes)
        for name, bound_structure in bindings.structures.items():
            self.structures.setdefault(name, bound_structure.structure)

    def resumed(self, call: Callable[[], Any]) -> Any:
        """Call in this scope."""
        self.enter()
        try:
            return call()
        finally:
            self.leave()

    def around(self, awaitable: Awaitable[Any]) -> _Around:
        """Return an awaitable that runs in this scope, and leaves it whenever it waits."""
        return _Around(self, awaitable)


class _Around:
    """Something awaitable that is in a scope while it runs: other tasks run while it waits."""

    def __init__(self, scope: Scope, awaitable: Awaitable[Any]) -> None:
        self.scope = scope
        self.awaitable = awaitable

    def __await__(self) -> Generator[Any, Any, Any]:
        inner: Any = self.awaitable.__await__()
        resume: Callable[[], Any] = partial(next, inner)
        while True:
            try:
                item = self.scope.resumed(resume)
            except StopIteration as stop:
                return stop.value
            try:
                sent = yield item
            except GeneratorExit:
                inner.close()
                raise
            except BaseException as thrown:  # noqa: BLE001 -- what is thrown in is the coroutine's to handle
                resume = partial(inner.throw, thrown)
            else:
                # An iterator in general cannot be sent to; only a coroutine is sent anything but None.
                resume = partial(next, inner) if sent is None else partial(inner.send, sent)


def current_scope() -> Scope | None:
    """Return the scope of the checked call whose body runs; None if there is none."""
    if not HAS_RECORD:
        return None
    scope = record.get_shape_memo()[3].get(_KEY)
    if isinstance(scope, Scope):
        scope.update()
        return scope
    return None


Record = tuple[dict[str, Any], dict[str, tuple[bool, Any]], dict[str, Any], dict[str, Any]]


def fits_in_record(
    value: Any, annotation: Any, before: Record
) -> tuple[dict[str, Any], dict[str, tuple[bool, Any]], dict[str, Any]] | None:
    """Ask jaxtyping whether a value fits, in a record of its own.

    Args:
        value: the value.
        annotation: an annotation of jaxtyping.
        before: the sizes, the runs and the structures that are bound before, and the arguments of the call.

    Returns:
        The sizes, runs and structures after it; None if it does not fit.
    """
    if not HAS_RECORD:
        return before[:3] if isinstance(value, annotation) else None
    record.push_shape_memo({})
    try:
        record.set_shape_memo(*before)
        fits = isinstance(value, annotation)
        sizes, runs, structures, _ = record.get_shape_memo()
    finally:
        record.pop_shape_memo()
    return (sizes, runs, structures) if fits else None
