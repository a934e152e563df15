"""Calls of PyTorch's own test inputs: by which public name, and with which arguments."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from typing import Any, Final

import torch
from torch.overrides import TorchFunctionMode, resolve_name

from conformable_mypy import names

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from torch.testing._internal import common_utils
    from torch.testing._internal.common_methods_invocations import op_db
    from torch.testing._internal.opinfo import core

Operation = Any
"""An entry of PyTorch's list, an `OpInfo`; it is not typed."""

OPERATIONS: Final[tuple[Operation, ...]] = tuple(op_db)
"""What PyTorch tests; a name may stand there several times, for its variants."""

# For each input, PyTorch looks through the stack for its own test; here there is none, and it takes long.
for module in (common_utils, core):
    vars(module)["extract_test_fn"] = lambda: None

#: Errors with which torch refuses a call.
REFUSALS: Final = (RuntimeError, ValueError, TypeError, IndexError, NotImplementedError, AssertionError)


@dataclass(frozen=True)
class Call:
    """One call of an operation.

    Attributes:
        operation: Its name in PyTorch's tests.
        function: The public name of what is called, such as `torch.add` or `torch.Tensor.expand`.
        arguments: The positional arguments, tensors among them.
        keywords: The other arguments.
        run: Makes the call, as PyTorch's tests do, with these tensors or others.
    """

    operation: str
    function: str
    arguments: tuple[Any, ...]
    keywords: Mapping[str, Any]
    run: Callable[[tuple[Any, ...], Mapping[str, Any]], Any]

    def result(self) -> Any:
        """Make the call."""
        return self.run(self.arguments, self.keywords)


def calls_of(operation: Operation) -> Iterator[Call]:
    """Yield the calls that PyTorch makes to test an operation."""
    if operation.dtypes:
        for sample in operation.sample_inputs("cpu", _dtype(operation)):
            yield _call(operation, sample)


def refused_calls_of(operation: Operation) -> Iterator[tuple[Call, str]]:
    """Yield the calls that PyTorch refuses, and what its message is to say."""
    if operation.error_inputs_func is not None:
        for error in operation.error_inputs("cpu"):
            yield _call(operation, error.sample_input), str(error.error_regex)


def _dtype(operation: Operation) -> torch.dtype:
    return torch.float32 if torch.float32 in operation.dtypes else min(operation.dtypes, key=str)


def _call(operation: Operation, sample: Any) -> Call:
    arguments = (sample.input, *sample.args)
    if _is_written_out(operation):
        return Call(operation.name, public_name(operation), arguments, sample.kwargs, _running(operation.op))
    return _recorded(operation, arguments, sample.kwargs)


def _running(function: Callable[..., Any]) -> Callable[[tuple[Any, ...], Mapping[str, Any]], Any]:
    return lambda arguments, keywords: function(*arguments, **keywords)


# --- names --------------------------------------------------------------------------------------------------


def public_name(operation: Operation) -> str:
    """Give the name under which users call an operation: a function, else a method."""
    name = str(operation.name)
    if name.startswith("torch."):
        return name
    function, method = f"torch.{name}", f"torch.Tensor.{name}"
    return function if callable(_found(function)) or _found(method) is None else method


def _found(path: str) -> Any:
    with suppress(AttributeError):
        return reduce(getattr, path.split(".")[1:], torch)
    return None


def _is_written_out(operation: Operation) -> bool:
    """Tell whether the operation is the function itself, not a lambda that calls it in its own way."""
    module, name = (getattr(operation.op, attribute, "") for attribute in ("__module__", "__name__"))
    return "torch.testing" not in str(module) and name != "<lambda>"


class _Recorder(TorchFunctionMode):
    """Notes what is called."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = []

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        self.calls.append((func, args, kwargs or {}))
        return func(*args, **(kwargs or {}))


def _recorded(operation: Operation, arguments: tuple[Any, ...], keywords: Mapping[str, Any]) -> Call:
    """Look which public function a lambda calls, and with what."""
    with _Recorder() as recorder, suppress(*REFUSALS):
        operation.op(*arguments, **keywords)
    wanted = operation.name.rpartition(".")[2].rstrip("_")
    for function, given, named in recorder.calls:
        name = names.public_name((resolve_name(function) or "").removesuffix(".__get__"))
        if name.rpartition(".")[2].rstrip("_") == wanted:
            return Call(operation.name, name, given, named, _running(function))
    return Call(operation.name, public_name(operation), arguments, keywords, _running(operation.op))
