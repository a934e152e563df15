"""Cases that run under `checked` and under jaxtyping's own decorator."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from types import GenericAlias
from typing import Any

import numpy as np
from jaxtyping import Float

A = np.ndarray
Decorate = Callable[[Any], Any]


def of(origin: type, *arguments: Any) -> Any:
    """A container hint, such as `list[F["a"]]`, which mypy would take for a type."""
    return GenericAlias(origin, arguments)


def z(*shape: int) -> Any:
    return np.zeros(shape, np.float32)


def outcome(case: Callable[[Decorate], Any], decorate: Decorate) -> Any:
    """Return what a case gives; "refused" for a `TypeError`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return case(decorate)
        except TypeError:
            return "refused"
        except Exception as error:  # noqa: BLE001 -- what is raised is what is compared
            return f"no meaning: {type(error).__name__}"


def call(
    hints: dict[str, Any], *arguments: Any, result: Any = True, **named: Any
) -> Callable[[Decorate], Any]:
    """A case: a function with these hints is called."""

    def case(decorate: Decorate) -> Any:
        names = [name for name in hints if name != "return"]
        namespace: dict[str, Any] = {"result": result}
        exec(f"def f({', '.join(names)}): return result", namespace)
        namespace["f"].__annotations__ = dict(hints)
        value = decorate(namespace["f"])(*arguments, **named)
        return getattr(value, "shape", value)

    return case


F = {
    name: Float[A, name]
    for name in ("a", "b", "a b", "b a", "b c", "a c", "a a", "a+1", "a*b", "{n}", "{n}+1", "")
}
