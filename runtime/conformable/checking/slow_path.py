"""What generated code calls when it refuses a call, or when the call raises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import CodeType
from typing import Any

from conformable.checking.bindings import Bindings
from conformable.checking.body_scope import Scope
from conformable.checking.compiling import is_compiling_test
from conformable.checking.notes import add_shapes
from conformable.checking.signatures import RESULT, CheckedSignature, innermost
from conformable.checking.verdicts import Verdicts
from conformable.core import messages
from conformable.errors import ShapeError

# What the arguments bind, where torch.compile traces a call that only the exact verdict could decide.
OPEN = Bindings()


class SlowPath:
    """The exact verdicts on the calls of one function, and the errors that come of them.

    torch.compile cannot trace an exact verdict. While it traces, a refusal is raised without one, which makes
    torch.compile run the call itself or say what was raised; or the call is let through, where generated code
    refuses more than the exact verdict does.

    Attributes:
        code: that of the function as the user wrote it, if it has any.
        arguments_are_exact: whether generated code refuses no arguments that the exact verdict accepts.
        is_exact: whether it refuses no result either that the exact verdict accepts.
        bound_names: the names of single axes that generated code binds, and those of variadic axes.
    """

    def __init__(self, signature: CheckedSignature, function: Callable[..., Any]) -> None:
        self.code: CodeType | None = getattr(innermost(function), "__code__", None)
        self.verdicts = Verdicts(signature)
        self.name = signature.name
        self.arguments_are_exact = True
        self.is_exact = True
        self.bound_names: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self._is_compiling = is_compiling_test()
        self._owners = [(parameter.name, parameter.hint) for parameter in signature.parameters]
        self._owners.append((RESULT, signature.result))

    def arguments(self, stage: int | None, values: tuple[Any, ...]) -> Bindings:
        """Return what the arguments bind.

        Args:
            stage: the index of the parameter that generated code refuses; None if it is none in particular.
            values: the arguments, in the order of the parameters.

        Raises:
            ShapeError: if they do not fit.
        """
        if self._is_compiling():
            if self.arguments_are_exact:
                raise ShapeError(self._text(stage))
            return OPEN
        verdict = self.verdicts.on_arguments(values)
        if isinstance(verdict, ShapeError):
            raise verdict
        return verdict

    def result(
        self,
        stage: int | None,
        values: tuple[Any, ...],
        bindings: Bindings | None,
        sizes: tuple[Any, ...] | None,
        result: Any,
    ) -> Any:
        """Return the result.

        Args:
            stage: -1 if generated code refuses the result.
            values: the arguments, in the order of the parameters.
            bindings: what the arguments bind; None if generated code has bound them.
            sizes: those that generated code has bound, of `bound_names`; None if it has bound nothing.
            result: the result.

        Raises:
            ShapeError: if it does not fit.
        """
        if self._is_compiling():
            if bindings is None and self.is_exact:
                raise ShapeError(self._text(stage))
            return result
        names, runs = self.bound_names
        single, several = (sizes or ())[: len(names)], (sizes or ())[len(names) :]
        bound = dict(zip(names, single, strict=False)), dict(zip(runs, several, strict=False))
        error = self.verdicts.on_result(values, bindings, bound, result)
        if error is not None:
            raise error
        return result

    def open_scope(
        self,
        values: tuple[Any, ...],
        bindings: Bindings | None,
        sizes: Mapping[str, Any],
        runs: Mapping[str, tuple[bool, Any]],
    ) -> Scope | None:
        """Return what the body is to know; None while torch.compile traces, which cannot ask for it.

        Args:
            values: the arguments, in the order of the parameters.
            bindings: what the arguments bind; None if generated code has bound them.
            sizes: the sizes of the names that generated code has bound.
            runs: those of the variadic names, each after whether only broadcastable axes have bound it.
        """
        if self._is_compiling():
            return None
        if bindings is not None:
            sizes = {name: bound.size for name, bound in bindings.sizes.items()}
            runs = {name: (run.broadcastable, run.sizes) for name, run in bindings.runs.items()}
        # A tree is the exact verdict's: generated code binds no structure.
        bound = {} if bindings is None else bindings.structures
        structures = {name: one.structure for name, one in bound.items()}
        return Scope(self.verdicts, values, sizes, runs, structures)

    def result_in_scope(self, scope: Scope, result: Any) -> Any:
        """Return the result of a function whose body may have bound further names.

        Raises:
            ShapeError: if it does not fit.
        """
        hint = self.verdicts.signature.result
        if self.verdicts.on_value(hint, scope.values, scope.bindings(), result) is not None:
            error = self.verdicts.on_value(hint, scope.values, scope.bindings_with_origins(), result)
            assert error is not None
            raise error
        return result

    def note(self, error: Exception, values: tuple[Any, ...]) -> None:
        """Put the shapes of the arguments on an exception that the function raised, if it is about shapes."""
        if not self._is_compiling():
            add_shapes(error, self.name, self.code, lambda: self.verdicts.argument_items(values))

    def _text(self, stage: int | None) -> str:
        if stage is None:
            return messages.call_refused_while_compiling(self.name)
        path, hint = self._owners[stage]
        return messages.refused_while_compiling(path, self.name, hint.text if hint is not None else "")
