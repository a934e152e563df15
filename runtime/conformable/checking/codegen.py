"""The checked function: Python source written for one signature, compiled once.

For `def linear(x: Float[Tensor, "b i"], w: Float[Tensor, "o i"]) -> Float[Tensor, "b o"]` it is, names apart:

    def linear(x, w):
        if config.disabled:
            return function(x, w)
        bindings = None
        try:
            if not isinstance(x, Tensor) or not x.dtype in dtypes:
                raise ValueError
            b, i = x.shape
            ...
        except Exception:
            bindings = unknown
        if bindings is not None:
            bindings = verdicts.on_arguments((x, w))
            if isinstance(bindings, ShapeError):
                raise bindings
        try:
            result = function(x, w)
        except Exception as error:
            note(error, (x, w))
            raise
        if bindings is None:
            try:
                ...
                return result
            except Exception:
                pass
        error = verdicts.on_result((x, w), bindings, ({"b": b, ...}, {}), result)
        if error is not None:
            raise error
        return result

It stays within what torch.compile can trace, and a refusal never raises inside a handler, so that the error
that the user sees has no other one behind it.
"""

from __future__ import annotations

import inspect
import itertools
import linecache
from collections.abc import Callable
from functools import update_wrapper
from types import FunctionType
from typing import Any

from conformable.checking.axis_code import Flow, Name
from conformable.checking.compiling import is_compiling_test
from conformable.checking.configuration import config
from conformable.checking.hint_code import HintWriter
from conformable.checking.hints import Hint, NoneHint, UnionHint
from conformable.checking.holes import linked_size
from conformable.checking.notes import add_shapes
from conformable.checking.signatures import RESULT, CheckedSignature, Kind, Parameter
from conformable.checking.source import Source
from conformable.checking.streams import Stream
from conformable.checking.verdicts import Verdicts
from conformable.core import messages
from conformable.errors import ShapeError

POSITIONAL_ONLY = inspect.Parameter.POSITIONAL_ONLY
VAR_POSITIONAL = inspect.Parameter.VAR_POSITIONAL
KEYWORD_ONLY = inspect.Parameter.KEYWORD_ONLY
VAR_KEYWORD = inspect.Parameter.VAR_KEYWORD

_counter = itertools.count()


def checked_function(
    signature: CheckedSignature, function: Callable[..., Any], original: Callable[..., Any]
) -> FunctionType:
    """Return a function that checks each call and passes it on.

    Args:
        signature: what is to be checked.
        function: what to call: the original, or the same with beartype's checks of the other hints.
        original: the function as the user wrote it, for its name and documentation.
    """
    writer = _FunctionWriter(signature, function)
    writer.write_function()
    wrapper = writer.compiled()
    wrapper.__name__ = wrapper.__qualname__ = signature.name
    update_wrapper(wrapper, original)
    return wrapper


def forwarding_function(signature: CheckedSignature, function: Callable[..., Any]) -> FunctionType:
    """Return a function of Python, with the parameters of the signature, that calls the function."""
    writer = _FunctionWriter(signature, function)
    writer.write_forwarding()
    forwarding = writer.compiled()
    forwarding.__name__ = forwarding.__qualname__ = signature.name
    forwarding.__module__ = getattr(function, "__module__", __name__)
    return forwarding


class _FunctionWriter:
    """Writes the source of one checked function, and collects the objects that it refers to."""

    def __init__(self, signature: CheckedSignature, function: Callable[..., Any]) -> None:
        self.signature = signature
        self.source = Source(parameter.name for parameter in signature.parameters)
        self.writer = HintWriter(self.source)
        self.verdicts = Verdicts(signature)
        self.name = self.source.fresh("checked")
        self.error = self.source.fresh("error")
        self.result = self.source.fresh("result")
        self.bindings = self.source.optional("bindings")
        names = [parameter.name for parameter in signature.parameters]
        self.values = f"({', '.join(names)}{',' * (len(names) == 1)})"
        self.call = (
            f"{self.source.constant('function', function)}({', '.join(map(_passed, signature.parameters))})"
        )

    def note(self, error: Exception, values: tuple[Any, ...]) -> None:
        """Put the shapes of the arguments on an exception, if it is about shapes."""
        add_shapes(error, self.signature, lambda: self.verdicts.argument_items(values))

    def compiled(self) -> FunctionType:
        """Compile what was written."""
        text, namespace = self.source.text(), self.source.constants
        filename = f"<checked {self.signature.name} {next(_counter)}>"
        exec(compile(text, filename, "exec"), namespace)
        linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
        function: FunctionType = namespace.pop(self.name)
        return function

    def write_forwarding(self) -> None:
        """Write a function that only calls."""
        with self.source.block(self._head()):
            self.source.start_body()
            self.source.write(f"return {self.call}")

    def write_function(self) -> None:
        """Write a function that checks and calls."""
        with self.source.block(self._head()):
            self.source.start_body()
            with self.source.block(f"if {self.source.constant('config', config)}.disabled:"):
                self.source.write(f"return {self.call}")
            if self.signature.kind.yields:
                self._write_stream()
            else:
                self._write_checks_of_arguments()
                self._write_call()

    def _head(self) -> str:
        is_coroutine = self.signature.kind is Kind.COROUTINE
        if is_coroutine:
            self.call = f"await {self.call}"
        return f"{'async ' * is_coroutine}def {self.name}({self._parameters()}):"

    def _parameters(self) -> str:
        parts: list[str] = []
        previous: Any = None
        for parameter in self.signature.parameters:
            if previous is POSITIONAL_ONLY and parameter.kind is not previous:
                parts.append("/")
            if parameter.kind is KEYWORD_ONLY and previous not in _STARRED:
                parts.append("*")
            parts.append(self._declared(parameter))
            previous = parameter.kind
        if previous is POSITIONAL_ONLY:
            parts.append("/")
        return ", ".join(parts)

    def _declared(self, parameter: Parameter) -> str:
        default = f"={self._default(parameter)}" if parameter.has_default else ""
        return f"{_STARS.get(parameter.kind, '')}{parameter.name}{default}"

    def _default(self, parameter: Parameter) -> str:
        return "None" if parameter.default is None else self.source.constant("default", parameter.default)

    # --- the arguments ---

    def _write_checks_of_arguments(self) -> None:
        with self.source.block("try:"):
            self._write_links()
            for parameter in self.signature.parameters:
                if parameter.hint is not None:
                    self._write_stage(parameter.name, parameter.hint)
                    self._write_check_of(parameter, parameter.hint)
            self.writer.axes.settle()
        with self.source.block(f"except {self.source.builtin('Exception')}:"):
            self.source.write(f"{self.bindings} = True")
        with self.source.block(f"if {self.bindings} is not None:"):
            self._write_refusal_while_compiling(self.call)
            self._write_verdict_on_arguments()

    def _write_stage(self, path: str, hint: Hint) -> None:
        """Keep what is said if the next check fails while torch.compile traces: it cannot print sizes."""
        text = messages.refused_while_compiling(path, self.signature.name, hint.text)
        self.source.write(f"{self.error} = {text!r}")

    def _write_refusal_while_compiling(self, otherwise: str) -> None:
        """Refuse without the exact verdict, which torch.compile cannot trace; where it is open, let through.

        Args:
            otherwise: what the function returns where the exact verdict may accept the call.
        """
        with self.source.block(f"if {self.source.constant('is_compiling', is_compiling_test())}():"):
            error = self.source.constant("ShapeError", ShapeError)
            refusal = f"raise {error}({self.error})"
            self.source.write(refusal if self.source.is_exact else f"return {otherwise}")

    def _write_links(self) -> None:
        """Bind each name that is a size of the instance."""
        if self.signature.instance is not None:
            link = self.source.constant("linked_size", linked_size)
            for name in self.signature.size_names():
                self.writer.axes.link(name, f"{link}({self.signature.instance}, {name!r})")

    def _write_check_of(self, parameter: Parameter, hint: Hint) -> None:
        """Check an argument; one that was not given is not checked, as its default is the author's own."""
        name = parameter.name
        if parameter.kind is VAR_POSITIONAL:
            self._write_check_of_each(name, hint)
        elif parameter.kind is VAR_KEYWORD:
            self._write_check_of_each(f"{name}.values()", hint)
        elif parameter.has_default and not _is_optional(parameter, hint):
            with self.source.block(f"if {name} is not {self._default(parameter)}:"):
                self.writer.check(hint, name, Flow.MAYBE)
        else:
            self.writer.check(hint, name, Flow.ONCE)

    def _write_check_of_each(self, values: str, hint: Hint) -> None:
        item = self.source.fresh("item")
        with self.source.block(f"for {item} in {values}:"):
            self.writer.check(hint, item, Flow.REPEATED)

    def _write_verdict_on_arguments(self) -> None:
        verdicts = self.source.constant("verdicts", self.verdicts)
        error = self.source.constant("ShapeError", ShapeError)
        self.source.write(f"{self.bindings} = {verdicts}.on_arguments({self.values})")
        with self.source.block(f"if {self.source.builtin('isinstance')}({self.bindings}, {error}):"):
            self.source.write(f"raise {self.bindings}")

    # --- the call and its result ---

    def _write_stream(self) -> None:
        self._write_verdict_on_arguments()
        verdicts = self.source.constant("verdicts", self.verdicts)
        stream = self.source.constant("Stream", Stream)
        note = self.source.constant("note", self.note)
        method = "of" if self.signature.kind is Kind.GENERATOR else "of_async"
        arguments = f"{verdicts}, {self.values}, {self.bindings}, {note}"
        self.source.write(f"return {stream}({arguments}).{method}({self.call})")

    def _write_call(self) -> None:
        exception = self.source.builtin("Exception")
        with self.source.block("try:"):
            is_last = self.signature.result is None
            self.source.write(f"return {self.call}" if is_last else f"{self.result} = {self.call}")
        with self.source.block(f"except {exception} as {self.error}:"):
            with self.source.block(f"if not {self.source.constant('is_compiling', is_compiling_test())}():"):
                self.source.write(f"{self.source.constant('note', self.note)}({self.error}, {self.values})")
            self.source.write("raise")
        if self.signature.result is not None:
            self._write_check_of_result(self.signature.result, exception)

    def _write_check_of_result(self, hint: Hint, exception: str) -> None:
        bound = self.source.optional("bound")
        with self.source.block(f"if {self.bindings} is None:"):
            sizes, runs = dict(self.writer.axes.names), dict(self.writer.axes.variadics)
            with self.source.block("try:"):
                self._write_stage(RESULT, hint)
                self.writer.check(hint, self.result, Flow.ONCE)
                self.writer.axes.settle()
                self.source.write(f"return {self.result}")
            with self.source.block(f"except {exception}:"):
                self.source.write(f"{bound} = ({_displayed(sizes)}, {_displayed(runs)})")
        self._write_refusal_while_compiling(self.result)
        verdicts = self.source.constant("verdicts", self.verdicts)
        self.source.write(
            f"{self.error} = {verdicts}.on_result({self.values}, {self.bindings}, {bound}, {self.result})"
        )
        with self.source.block(f"if {self.error} is not None:"):
            self.source.write(f"raise {self.error}")
        self.source.write(f"return {self.result}")


_STARS: dict[Any, str] = {VAR_POSITIONAL: "*", VAR_KEYWORD: "**"}
_STARRED = frozenset({VAR_POSITIONAL, KEYWORD_ONLY})


def _passed(parameter: Parameter) -> str:
    if parameter.kind is KEYWORD_ONLY:
        return f"{parameter.name}={parameter.name}"
    return f"{_STARS.get(parameter.kind, '')}{parameter.name}"


def _is_optional(parameter: Parameter, hint: Hint) -> bool:
    """Tell whether the hint itself lets the default through."""
    alternatives = hint.alternatives if isinstance(hint, UnionHint) else ()
    return parameter.default is None and NoneHint() in alternatives


def _displayed(names: dict[str, Name]) -> str:
    return f"{{{', '.join(f'{name!r}: {known.variable}' for name, known in names.items())}}}"
