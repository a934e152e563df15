"""What is said about the notation of annotations."""
# ruff: noqa: D103  -- a message says itself what it says

from __future__ import annotations

_WINDOW = 70


def notation_error(text: str, token: str, column: int, reason: str) -> str:
    """Say what is wrong with an annotation, and point at the token."""
    return f"{notation_summary(text, token, reason)}\n{_pointed_at(text, token, column)}"


def notation_summary(text: str, token: str, reason: str) -> str:
    """Say on one line what is wrong with an axis of an annotation."""
    axis = f'axis "{_readable(token)}" of ' if token != text else ""
    return f'{axis}"{_readable(text)}": {reason}'


def _readable(text: str) -> str:
    short = text if len(text) <= _WINDOW else f"{text[: _WINDOW - 3]}..."
    return "".join(character if character.isprintable() else " " for character in short)


def _pointed_at(text: str, token: str, column: int) -> str:
    start = max(0, column - _WINDOW // 2) if len(text) > _WINDOW else 0
    window = text[start : start + _WINDOW]
    marks = "^" * max(1, min(len(token), len(window) - (column - start)))
    return f"    {_readable(window)}\n    {' ' * (column - start)}{marks}"


def comma_between_axes() -> str:
    return "axes are separated by spaces, not by commas"


def hash_at_the_end() -> str:
    return 'a broadcastable axis is written with "#" in front, such as "#n"'


def dots_not_alone() -> str:
    return '"..." stands alone, separated by spaces from the other axes'


def prefix_twice(prefix: str) -> str:
    return f'"{prefix}" is given twice'


def two_variadic_axes(first: str) -> str:
    return f'only one "*name" or "..." can stand in a shape, and "{first}" is one already'


def fixed_axis_with(prefix: str) -> str:
    return f'a fixed size cannot be combined with "{prefix}"'


def arithmetic_axis_with(prefix: str) -> str:
    return f'arithmetic cannot be combined with "{prefix}"'


def anonymous_broadcastable() -> str:
    return '"#" needs a name or a size, and "_" is neither'


def unreadable_character() -> str:
    return "this character cannot stand in an annotation"


def too_long(length: int, limit: int) -> str:
    return f"{length} characters are too many; at most {limit} can be given"


# --- names of axes ------------------------------------------------------------------------------------------


def alike_names(name: str, earlier: str) -> str:
    return f'axis "{name}" is another axis than "{earlier}", which is spelt almost alike'


def name_used_once(name: str) -> str:
    instead = "..." if name.startswith("*") else "_"
    return f'axis "{name}" is named only once, so that nothing is compared with it; "{instead}" says the same'


# --- arithmetic axes ----------------------------------------------------------------------------------------

_NOT_ARITHMETIC = {
    "/": 'sizes are whole numbers: use "//" to divide, or a space to separate two axes',
    "=": "a comparison is not a size",
    "<": "a comparison is not a size",
    ">": "a comparison is not a size",
    "!": "a comparison is not a size",
    "[": "an axis cannot be indexed",
    "]": "an axis cannot be indexed",
    "#": '"#" can only stand in front of the whole axis',
    "?": '"?" can only stand in front of the whole axis',
    "'": "text is not a size",
    '"': "text is not a size",
}


def not_arithmetic(character: str) -> str:
    return _NOT_ARITHMETIC.get(
        character, f'"{character}" is not an operator of sizes; they are + - * // % ** min max'
    )


def unexpected(token: str) -> str:
    if token == ")":
        return '")" closes nothing in this axis: a space ends an axis, also inside parentheses'
    return f'"{_readable(token)}" is not expected here'


def not_closed(symbol: str) -> str:
    return f'"{symbol}" is missing in this axis: a space ends an axis, also inside parentheses'


def missing_operand() -> str:
    return "an operand is missing at the end"


def not_an_integer(token: str) -> str:
    return f'"{_readable(token)}" is neither a whole number nor a name'


def keyword_in_arithmetic(name: str) -> str:
    return f'"{name}" is a word of Python, not a size'


def anonymous_in_arithmetic(name: str) -> str:
    return f'"{name}" is anonymous and has no size to compute with'


def attribute_outside_hole(name: str) -> str:
    return f'attributes are read in braces, such as "{{{name}.size}}"'


def call_in_arithmetic(name: str) -> str:
    return f'"{name}" cannot be called; only min and max can'


def too_few_arguments(name: str) -> str:
    return f'"{name}" needs two sizes or more'


def too_deep(limit: int) -> str:
    return f"arithmetic is nested deeper than {limit} levels"


def division_by_zero(operator: str) -> str:
    return f'"{operator}" by zero'


def negative_power(base: int, exponent: int) -> str:
    return f"{base}**{exponent} is not a whole number"


def huge_power(base: int, exponent: int) -> str:
    return f"{base}**{exponent} is too large for a size"
