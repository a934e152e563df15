"""One of several values: how a choice is made, and what is left of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformable_mypy.interpreter.values import (
    NONE,
    UNKNOWN,
    Choice,
    Either,
    Number,
    Unknown,
    Value,
    is_number,
    symbols_of,
    unknown_from,
)

if TYPE_CHECKING:
    from conformable.core.sizes import Symbol


def choice_of(options: tuple[Value, ...], origin: str = "") -> Value:
    """Make a choice, flat and without repetitions; one option alone is itself.

    Args:
        options: The values.
        origin: What decides which one it is; lost where options are put together.
    """
    flat: list[Value] = []
    for option in options:
        for single in option.options if isinstance(option, Choice) else (option,):
            if isinstance(single, Unknown):
                return unknown_from(options)
            if single not in flat:
                flat.append(single)
    if len(flat) == 1:
        return flat[0]
    mentions = mentions_of(options[0]).union(*map(mentions_of, options[1:])) if options else frozenset()
    return Choice(tuple(flat), origin if len(flat) == len(options) else "", mentions)


def without_none(value: Value) -> Value:
    """Drop `None` from a choice: an operation that is reached has not been given it."""
    if not isinstance(value, Choice):
        return value
    options = tuple(option for option in value.options if option != NONE)
    if len(options) == len(value.options):
        return value
    if len(options) < 2:
        return options[0] if options else UNKNOWN
    return replace(value, options=options, origin="")


def as_number(value: Value) -> Value:
    """Give a number for one of several numbers, such as that of a parameter `float | int`."""
    if isinstance(value, Choice) and value.options and all(map(is_number, value.options)):
        return Number(symbols_of(value))
    return value


def mentions_of(value: Value) -> frozenset[Symbol]:
    """Give the sizes that a value was computed from, or is decided by, without having them."""
    return value.mentions if isinstance(value, Unknown | Number | Choice | Either) else frozenset()


def with_mentions(value: Value, mentions: frozenset[Symbol]) -> Value:
    """Say what a value was computed from, or is decided by, if it is one that can tell."""
    return (
        replace(value, mentions=mentions) if isinstance(value, Unknown | Number | Choice | Either) else value
    )
