"""Choose a function by the class of its first argument, as `functools.singledispatch` does, but quicker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")
Case = TypeVar("Case", bound=Callable[..., Any])


class ByClass(dict[type, Callable[..., Result]], Generic[Result]):
    """What is done with a value, by its class; a class without an entry is treated as its nearest base.

    The interpreter chooses several times for each expression. `cases[type(value)](value, ...)` looks into one
    dictionary, where `singledispatch` calls two more functions and looks behind a weak reference.

    >>> @ByClass
    ... def kind(value: object) -> str:
    ...     return "something"
    >>> @kind.register(int)
    ... def _(value: int) -> str:
    ...     return "an integer"
    >>> kind("a"), kind(3), kind[bool](True)
    ('something', 'an integer', 'an integer')
    """

    def __init__(self, otherwise: Callable[..., Result]) -> None:
        super().__init__()
        self._otherwise = otherwise

    def register(self, kind: type) -> Callable[[Case], Case]:
        """Say what is done with the values of a class."""

        def registered(case: Case) -> Case:
            self[kind] = case
            return case

        return registered

    def __call__(self, value: object, *arguments: Any) -> Result:
        """Do what is done with the values of this class."""
        return self[type(value)](value, *arguments)

    def __missing__(self, kind: type) -> Callable[..., Result]:
        case = next((self[base] for base in kind.__mro__ if base in self), self._otherwise)
        self[kind] = case
        return case
