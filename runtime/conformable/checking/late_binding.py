"""Functions whose hints name what is defined later: the checks are built at the first call."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable
from functools import update_wrapper
from types import FunctionType
from typing import Any

_SOURCE = """
{prefix}def late(*args, **kwargs):
    __build__()
    return {await_}__late__(*args, **kwargs)
"""


def late_function(original: Callable[..., Any], build: Callable[[], FunctionType]) -> FunctionType:
    """Return a function that becomes the built one at its first call.

    Args:
        original: the function as the user wrote it.
        build: builds the checked function; it has no closure, so that its code can stand in another function.
    """
    is_coroutine = inspect.iscoroutinefunction(original)
    source = _SOURCE.format(prefix="async " * is_coroutine, await_="await " * is_coroutine)
    namespace: dict[str, Any] = {}
    exec(compile(source, "<checked at the first call>", "exec"), namespace)
    late: FunctionType = namespace.pop("late")
    builders = [build]
    lock = threading.Lock()

    def become() -> None:
        with lock:
            while builders:
                built = builders[0]()
                namespace.update(built.__globals__)
                late.__defaults__, late.__kwdefaults__ = built.__defaults__, built.__kwdefaults__
                late.__code__ = built.__code__
                builders.clear()

    namespace.update(__build__=become, __late__=late)
    update_wrapper(late, original)
    return late
