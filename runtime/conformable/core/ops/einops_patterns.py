"""Patterns of einops, such as `b (h d) ... -> b h d ...`, read as einops reads them.

Source: https://einops.rocks/api/rearrange/
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from conformable.core import messages
from conformable.core.immutable import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

ARROW: Final = "->"
ELLIPSIS: Final = "..."
TOKEN: Final = re.compile(r"\.\.\.|\w+|[^ ]")

Element = str | int
"""A name, `...`, or the size of an anonymous axis."""


class PatternError(Exception):
    """A pattern that einops refuses; the text says why."""


@dataclass(frozen=True, slots=True)
class Group:
    """The elements that make up one axis; `...` outside parentheses is a group too, and stands for several.

    Attributes:
        elements: Their names and sizes; the size 1 is left out.
        spread: Whether this is an ellipsis outside parentheses.
    """

    elements: tuple[Element, ...]
    spread: bool = False

    def __str__(self) -> str:
        inner = " ".join(map(str, self.elements))
        return inner if len(self.elements) == 1 else f"({inner})"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pattern."""

    groups: tuple[Group, ...]

    @property
    def elements(self) -> tuple[Element, ...]:
        """All elements in order."""
        return tuple(element for group in self.groups for element in group.elements)

    @property
    def names(self) -> frozenset[str]:
        """The names, `...` among them."""
        return frozenset(element for element in self.elements if isinstance(element, str))

    @property
    def numbers(self) -> tuple[int, ...]:
        """The sizes of its anonymous axes."""
        return tuple(element for element in self.elements if isinstance(element, int))

    @property
    def ellipsis(self) -> int | None:
        """The index of the ellipsis outside parentheses."""
        return next((index for index, group in enumerate(self.groups) if group.spread), None)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Both sides of a pattern."""

    left: Side
    right: Side


@lru_cache(maxsize=1024)
def parse_pattern(text: str) -> Pattern:
    """Read a pattern.

    Raises:
        PatternError: if einops refuses it whatever the operation is.

    >>> [str(group) for group in parse_pattern("b (h d) -> b h d").left.groups]
    ['b', '(h d)']
    """
    sides = text.split(ARROW)
    if len(sides) != 2:
        raise PatternError(messages.pattern_arrow())
    left, right = (parse_side(side) for side in sides)
    if ELLIPSIS in right.names and ELLIPSIS not in left.names:
        raise PatternError(messages.pattern_new_ellipsis())
    if ELLIPSIS in left.names and left.ellipsis is None:
        raise PatternError(messages.pattern_ellipsis_in_parentheses())
    return Pattern(left, right)


def parse_side(text: str, *, duplicates: bool = False, underscore: bool = False) -> Side:
    """Read one side of a pattern.

    Args:
        text: The side.
        duplicates: Whether a name may come twice.
        underscore: Whether `_` is a name.

    Raises:
        PatternError: if einops refuses it.
    """
    groups: list[Group] = []
    inside: list[Element] | None = None
    for token in TOKEN.findall(text):
        match token:
            case "(":
                inside = _opened(inside)
            case ")":
                groups.append(Group(_closed(inside)))
                inside = None
            case _ if inside is not None:
                inside.extend(_elements(token, underscore=underscore))
            case _:
                groups.append(Group(_elements(token, underscore=underscore), spread=token == ELLIPSIS))
    if inside is not None:
        raise PatternError(messages.pattern_parentheses())
    side = Side(tuple(groups))
    _refuse_duplicates(side, allowed=duplicates, underscore=underscore)
    return side


def _opened(inside: list[Element] | None) -> list[Element]:
    if inside is not None:
        raise PatternError(messages.pattern_nested())
    return []


def _closed(inside: list[Element] | None) -> tuple[Element, ...]:
    if inside is None:
        raise PatternError(messages.pattern_parentheses())
    return tuple(inside)


def _elements(token: str, *, underscore: bool) -> tuple[Element, ...]:
    """Give the element that a token stands for; none for the size 1."""
    if token == ELLIPSIS:
        return (ELLIPSIS,)
    if token.isdecimal():
        return _anonymous(int(token))
    if token.isidentifier() and (not _underscored(token) or (underscore and token == "_")):
        return (token,)
    raise PatternError(messages.pattern_not_a_name(token))


def _anonymous(number: int) -> tuple[Element, ...]:
    if number < 1:
        raise PatternError(messages.pattern_zero())
    return () if number == 1 else (number,)


def _underscored(name: str) -> bool:
    return name[0] == "_" or name[-1] == "_"


def _refuse_duplicates(side: Side, *, allowed: bool, underscore: bool) -> None:
    counts = Counter(element for element in side.elements if isinstance(element, str))
    for name, count in counts.items():
        excused = (allowed and name != ELLIPSIS) or (underscore and name == "_")
        if count > 1 and not excused:
            raise PatternError(messages.pattern_duplicate(name))


# --- what an operation demands of a pattern -----------------------------------------------------------------


def check_rearrange(pattern: Pattern, given: frozenset[str]) -> None:
    """Require that both sides have the same names, and no anonymous axes but 1.

    Raises:
        PatternError: if not.
    """
    if pattern.left.numbers or pattern.right.numbers:
        raise PatternError(messages.pattern_number_in_rearrange())
    _refuse_names(pattern.left.names ^ pattern.right.names, messages.pattern_one_sided)
    _check_given(pattern, given)


def check_repeat(pattern: Pattern, given: frozenset[str]) -> None:
    """Require that nothing is lost, and that the size of what is new is given.

    Raises:
        PatternError: if not.
    """
    if pattern.left.numbers:
        raise PatternError(messages.pattern_lost(str(pattern.left.numbers[0])))
    _refuse_names(pattern.left.names - pattern.right.names, messages.pattern_lost)
    _refuse_names(pattern.right.names - pattern.left.names - given, messages.pattern_without_size)
    _check_given(pattern, given)


def check_reduce(pattern: Pattern, given: frozenset[str]) -> None:
    """Require that nothing is new.

    Raises:
        PatternError: if not.
    """
    if pattern.right.numbers:
        raise PatternError(messages.pattern_new(str(pattern.right.numbers[0])))
    _refuse_names(pattern.right.names - pattern.left.names, messages.pattern_new)
    _check_given(pattern, given)


def _check_given(pattern: Pattern, given: frozenset[str]) -> None:
    """Require that every given length is used, and that they leave at most one unknown to each axis."""
    _refuse_names(given - (pattern.left.names | pattern.right.names), messages.pattern_unused)
    for group in pattern.left.groups:
        unknown = [element for element in group.elements if isinstance(element, str) and element not in given]
        if len(unknown) > 1:
            raise PatternError(messages.pattern_two_unknown(str(group), unknown))


def _refuse_names(names: frozenset[str], message: Callable[[str], str]) -> None:
    if names:
        raise PatternError(message(min(names)))


def star_problem(axes: tuple[str, ...]) -> str:
    """Say why the pattern of `pack` and `unpack` is refused; nothing if it is not."""
    names = [axis for axis in axes if axis != "*"]
    bad = [name for name in names if not name.isidentifier() or _underscored(name)]
    twice = [name for name, count in Counter(axes).items() if count > 1]
    if "*" not in axes:
        return messages.pattern_without_star()
    if twice:
        return messages.pattern_duplicate(twice[0])
    return messages.pattern_not_a_name(bad[0]) if bad else ""
