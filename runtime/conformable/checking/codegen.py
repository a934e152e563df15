"""The checked function: Python source written for one signature, compiled once.

For `def linear(x: Float[Tensor, "b i"], w: Float[Tensor, "o i"]) -> Float[Tensor, "b o"]` it is, names apart:

    def linear(x, w):
        stage = bindings = bound = None
        if config.disabled:
            return function(x, w)
        try:
            stage = 0
            if not isinstance(x, Tensor) or not (dtype := x.dtype) in dtypes:
                raise ValueError
            b, i = x.shape
            ...
        except Exception:
            bindings = True
        if bindings:
            bindings = slow_path.arguments(stage, (x, w))
        try:
            result = function(x, w)
        except Exception as error:
            slow_path.note(error, (x, w))
            raise
        if bindings is None:
            try:
                ...
                return result
            except Exception:
                bound = (b, i, o)
        return slow_path.result(stage, (x, w), bindings, bound, result)

It stays within what torch.compile can trace, and a refusal never raises inside a handler, so that the error
that the user sees has no other one behind it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import lru_cache, update_wrapper
from types import CodeType, FunctionType
from typing import Any

from conformable.checking.axis_code import Flow, Name
from conformable.checking.configuration import config
from conformable.checking.hint_code import HintWriter
from conformable.checking.hints import Hint, NoneHint, UnionHint
from conformable.checking.holes import linked_size
from conformable.checking.scope_need import needs_scope
from conformable.checking.signatures import CheckedSignature, Kind, Parameter
from conformable.checking.slow_path import SlowPath
from conformable.checking.source import Source
from conformable.checking.streams import Stream

POSITIONAL_ONLY = inspect.Parameter.POSITIONAL_ONLY
VAR_POSITIONAL = inspect.Parameter.VAR_POSITIONAL
KEYWORD_ONLY = inspect.Parameter.KEYWORD_ONLY
VAR_KEYWORD = inspect.Parameter.VAR_KEYWORD


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
    if needs_scope(original):
        writer.keep_scope()
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
    forwarding.__name__ = signature.name.rpartition(".")[2]
    forwarding.__qualname__ = signature.name
    forwarding.__module__ = getattr(function, "__module__", __name__)
    return forwarding


class _FunctionWriter:
    """Writes the source of one checked function, and collects the objects that it refers to."""

    def __init__(self, signature: CheckedSignature, function: Callable[..., Any]) -> None:
        self.signature = signature
        self.source = Source(parameter.name for parameter in signature.parameters)
        self.writer = HintWriter(self.source)
        self.slow_path = SlowPath(signature, function)
        self.slow = self.source.constant("slow_path", self.slow_path)
        self.result = self.source.fresh("result")
        self.stage = self.source.optional("stage")
        self.bindings = self.source.optional("bindings")
        self.scope: str | None = None
        self.values = _tuple(self.source.parameters.values())
        passed = ", ".join(map(self._passed, signature.parameters))
        self.call = f"{self.source.constant('function', function)}({passed})"

    def compiled(self) -> FunctionType:
        """Compile what was written, and give it the names of the signature."""
        namespace = self.source.constants
        exec(compiled_source(self.source.text()), namespace)
        function: FunctionType = namespace.pop("checked")
        names = {variable: name for name, variable in self.source.parameters.items()}
        function.__code__ = _named(function.__code__, self.signature.name, tuple(names.items()))
        if function.__kwdefaults__:
            function.__kwdefaults__ = {names[one]: value for one, value in function.__kwdefaults__.items()}
        return function

    def keep_scope(self) -> None:
        """Let the body know what the call binds."""
        self.scope = self.source.optional("scope")
        if self.signature.kind is Kind.COROUTINE:
            self.call = f"({self.call} if {self.scope} is None else {self.scope}.around({self.call}))"

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
        self.slow_path.is_exact = self.source.is_exact

    def _head(self) -> str:
        is_coroutine = self.signature.kind is Kind.COROUTINE
        if is_coroutine:
            self.call = f"await {self.call}"
        return f"{'async ' * is_coroutine}def checked({self._parameters()}):"

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
        return f"{_STARS.get(parameter.kind, '')}{self.source.parameters[parameter.name]}{default}"

    def _passed(self, parameter: Parameter) -> str:
        variable = self.source.parameters[parameter.name]
        if parameter.kind is KEYWORD_ONLY:
            return f"{parameter.name}={variable}"
        return f"{_STARS.get(parameter.kind, '')}{variable}"

    def _default(self, parameter: Parameter) -> str:
        return "None" if parameter.default is None else self.source.constant("default", parameter.default)

    # --- the arguments ---

    def _write_checks_of_arguments(self) -> None:
        with self.source.block("try:"):
            self._write_links()
            for index, parameter in enumerate(self.signature.parameters):
                if parameter.hint is not None:
                    self.source.write(f"{self.stage} = {index}")
                    self._write_check_of(parameter, parameter.hint)
            self._write_check_of_arithmetic()
        self.slow_path.arguments_are_exact = self.source.is_exact
        with self.source.block("except Exception:"):
            self.source.write(f"{self.bindings} = True")
        with self.source.block(f"if {self.bindings}:"):
            self._write_verdict_on_arguments()

    def _write_check_of_arithmetic(self) -> None:
        if self.writer.axes.pending:
            self.source.write(f"{self.stage} = None")
            self.writer.axes.settle()

    def _write_links(self) -> None:
        """Bind each name that is a size of the instance."""
        for axis, parameter, attribute in self.signature.links():
            read = self.source.constant("linked_size", linked_size)
            held = self.source.parameters[parameter]
            self.writer.axes.link(axis, f"{read}({held}, {attribute!r})")

    def _write_check_of(self, parameter: Parameter, hint: Hint) -> None:
        """Check an argument; one that was not given is not checked, as its default is the author's own."""
        value = self.source.parameters[parameter.name]
        if parameter.kind is VAR_POSITIONAL:
            self._write_check_of_each(value, hint)
        elif parameter.kind is VAR_KEYWORD:
            self._write_check_of_each(f"{value}.values()", hint)
        elif parameter.has_default and not _is_optional(parameter, hint):
            with self.source.block(f"if {value} is not {self._default(parameter)}:"):
                self.writer.check(hint, value, Flow.MAYBE)
        else:
            self.writer.check(hint, value, Flow.ONCE)

    def _write_check_of_each(self, values: str, hint: Hint) -> None:
        item = self.source.fresh("item")
        with self.source.block(f"for {item} in {values}:"):
            self.writer.check(hint, item, Flow.REPEATED)

    def _write_verdict_on_arguments(self) -> None:
        self.source.write(f"{self.bindings} = {self.slow}.arguments({self.stage}, {self.values})")

    # --- the call and its result ---

    def _write_stream(self) -> None:
        self._write_verdict_on_arguments()
        self._write_scope({}, {})
        stream = self.source.constant("Stream", Stream)
        method = "of" if self.signature.kind is Kind.GENERATOR else "of_async"
        checks = f"{self.slow}, {self.values}, {self.bindings}, {self.scope}"
        self.source.write(f"return {stream}({checks}).{method}({self.call})")

    def _write_scope(self, names: dict[str, Name], variadics: dict[str, Name]) -> None:
        """Keep what the arguments bind for the body, if it asks for it."""
        if self.scope is not None:
            # What generated code has refused to bind has no variables.
            choice = f"if {self.bindings} is None else {{}}"
            bound = f"{_displayed(names)} {choice}, {_displayed_runs(variadics)} {choice}"
            self.source.write(
                f"{self.scope} = {self.slow}.open_scope({self.values}, {self.bindings}, {bound})"
            )

    def _write_call(self) -> None:
        error = self.source.fresh("error")
        axes = self.writer.axes
        self._write_scope(axes.names, axes.variadics)
        stays = self.scope is not None and self.signature.kind is not Kind.COROUTINE
        if stays:
            self._write_move("enter")
        with self.source.block("try:"):
            is_last = self.signature.result is None
            self.source.write(f"return {self.call}" if is_last else f"{self.result} = {self.call}")
        with self.source.block(f"except Exception as {error}:"):
            self.source.write(f"{self.slow}.note({error}, {self.values})")
            self.source.write("raise")
        if stays:
            with self.source.block("finally:"):
                self._write_move("leave")
        if self.signature.result is not None:
            self._write_check_of_result(self.signature.result)

    def _write_move(self, method: str) -> None:
        with self.source.block(f"if {self.scope} is not None:"):
            self.source.write(f"{self.scope}.{method}()")

    def _write_check_of_result(self, hint: Hint) -> None:
        if self.scope is not None:
            with self.source.block(f"if {self.scope} is not None:"):
                self.source.write(f"return {self.slow}.result_in_scope({self.scope}, {self.result})")
        bound = self.source.optional("bound")
        with self.source.block(f"if {self.bindings} is None:"):
            names, runs = self.writer.axes.names, self.writer.axes.variadics
            self.slow_path.bound_names = (tuple(names), tuple(runs))
            variables = _tuple(known.variable for known in (*names.values(), *runs.values()))
            with self.source.block("try:"):
                self.source.write(f"{self.stage} = -1")
                self.writer.axes.continue_with_copies()
                self.writer.check(hint, self.result, Flow.ONCE)
                self.writer.axes.settle()
                self.source.write(f"return {self.result}")
            with self.source.block("except Exception:"):
                self.source.write(f"{bound} = {variables}")
        arguments = f"{self.stage}, {self.values}, {self.bindings}, {bound}, {self.result}"
        self.source.write(f"return {self.slow}.result({arguments})")


@lru_cache(maxsize=1024)
def compiled_source(source: str) -> CodeType:
    """Compile, once for all signatures that are built alike."""
    return compile(source, "<checked>", "exec")


@lru_cache(maxsize=256)
def _named(code: CodeType, name: str, parameters: tuple[tuple[str, str], ...]) -> CodeType:
    """Give code the name of a function and of its parameters.

    It is the same code for a function that is defined again and again inside another: torch.compile then
    knows it again, as it knows that of the function itself.
    """
    names = dict(parameters)
    return code.replace(
        co_name=name.rpartition(".")[2],
        co_qualname=name,
        co_filename=f"<checked {name}>",
        co_varnames=tuple(names.get(variable, variable) for variable in code.co_varnames),
    )


_STARS: dict[Any, str] = {VAR_POSITIONAL: "*", VAR_KEYWORD: "**"}
_STARRED = frozenset({VAR_POSITIONAL, KEYWORD_ONLY})


def _is_optional(parameter: Parameter, hint: Hint) -> bool:
    """Tell whether the hint itself lets the default through."""
    alternatives = hint.alternatives if isinstance(hint, UnionHint) else ()
    return parameter.default is None and NoneHint() in alternatives


def _tuple(variables: Iterable[str]) -> str:
    return f"({''.join(f'{variable}, ' for variable in variables)})"


def _displayed(names: dict[str, Name]) -> str:
    return f"{{{', '.join(f'{name!r}: {known.variable}' for name, known in names.items())}}}"


def _displayed_runs(names: dict[str, Name]) -> str:
    shown = (f"{name!r}: ({known.broadcastable}, {known.variable})" for name, known in names.items())
    return f"{{{', '.join(shown)}}}"
