"""Arguments for a golden function, built from its own annotations for given sizes."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import ModuleType, NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import numpy as np
import torch

# Sizes for the names that a witness leaves open: distinct, so that no two agree by chance.
_PRIMES = (7, 11, 13, 17, 19, 23, 29, 31)

_SIMPLE: dict[object, tuple[object, ...]] = {
    bool: (True, False),
    float: (0.5,),
    str: ("",),
    NoneType: (None,),
}


class Sizes(dict[str, int]):
    """The sizes of names; a name that is not known yet gets a prime of its own."""

    def __missing__(self, name: str) -> int:
        self[name] = next(prime for prime in _PRIMES if prime not in self.values())
        return self[name]


def calls(
    module: ModuleType, qualified_name: str, given: Mapping[str, int]
) -> Iterator[Callable[[], object]]:
    """Yield one call for each combination of what the annotations leave open (None or a tensor, a flag).

    Args:
        module: The module of the function.
        qualified_name: A function, or a method, whose instance is made with arguments of the same kind.
        given: The sizes that are fixed.
    """
    sizes = Sizes(given)
    *class_name, name = qualified_name.split(".")
    for holder in _holders(module, class_name, sizes):
        function = getattr(holder, name)
        for arguments in _argument_lists(function, sizes):
            yield partial(function, **arguments)


def _holders(module: ModuleType, class_name: list[str], sizes: Sizes) -> Iterator[object]:
    """Yield what the function is an attribute of: its module, or instances of its class."""
    if not class_name:
        yield module
        return
    made_by: Callable[..., object] = getattr(module, class_name[0])
    for arguments in _argument_lists(made_by, sizes):
        yield made_by(**arguments)


def _argument_lists(function: Callable[..., object], sizes: Sizes) -> Iterator[dict[str, object]]:
    parameters = inspect.signature(function, eval_str=True).parameters
    for values in itertools.product(*(_choices(parameter, sizes) for parameter in parameters.values())):
        yield dict(zip(parameters, values, strict=True))


def _choices(parameter: inspect.Parameter, sizes: Sizes) -> list[object]:
    unannotated = parameter.annotation is inspect.Parameter.empty
    if (parameter.annotation is int or unannotated) and parameter.default is not inspect.Parameter.empty:
        return [sizes.get(parameter.name, parameter.default)]
    if unannotated:
        return [sizes[parameter.name]]
    return _values(parameter.annotation, parameter.name, sizes)


def _values(hint: Any, name: str, sizes: Sizes) -> list[object]:
    """Return the values to try for one annotation."""
    if get_origin(hint) in (Union, UnionType):
        return [value for part in get_args(hint) for value in _values(part, name, sizes)]
    if get_origin(hint) in (list, tuple):
        parts = [part for part in get_args(hint) if part is not Ellipsis]
        return [get_origin(hint)(_values(part, name, sizes)[0] for part in parts)]
    if get_origin(hint) is dict:
        return [{"key": _values(get_args(hint)[1], name, sizes)[0]}]
    if hint is int:
        return [sizes[name]]
    return list(_SIMPLE[hint]) if hint in _SIMPLE else [array_of(hint, sizes)]


def array_of(hint: Any, sizes: Sizes) -> object:
    """Make an array that a jaxtyping annotation accepts for these sizes."""
    shape = shape_of(hint.dim_str, sizes)
    kind = next(kind for kind in ("float32", "int64", "bool") if kind in hint.dtypes or not hint.dtypes)
    if issubclass(hint.array_type, np.ndarray):
        return np.ones(shape, dtype=kind)
    return torch.ones(shape, dtype=getattr(torch, kind))


def shape_of(text: str, sizes: Sizes) -> tuple[int, ...]:
    """Return a shape for jaxtyping's dim string; a variadic axis stands for one axis.

    >>> shape_of("b 3 #n *rest 2*b _", Sizes(b=2))
    (2, 3, 7, 11, 4, 13)
    """
    return tuple(_size_of(token.split("=")[-1].lstrip("#*?"), sizes) for token in text.split())


def _size_of(token: str, sizes: Sizes) -> int:
    # The strings come from the golden files of this repository, and jaxtyping evaluates them too.
    return int(eval(token, {}, sizes)) if not token.isidentifier() and token != "..." else sizes[token]
