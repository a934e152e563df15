"""The notation accepts what jaxtyping accepts, with its meaning, and refuses what jaxtyping refuses."""

from __future__ import annotations

import os
import pickle
import time
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jaxtyping import Float
from typing_extensions import override

from conformable.core.notation import (
    AnonymousAxis,
    Axis,
    FixedAxis,
    MeaninglessAxis,
    NamedAxis,
    NotationError,
    SymbolicAxis,
    VariadicAxis,
    parse,
)
from pace import second

EXAMPLES = int(os.environ.get("CONFORMABLE_EXAMPLES", "2000"))

ACCEPTED = [
    *[
        "",
        " ",
        "a",
        "a b",
        "  a   b  ",
        "a\tb\nc",
        "3",
        "-1",
        "0",
        "+3",
        "0_1",
        "1_000",
        "_",
        "_a",
        "_foo _bar",
    ],
    *[
        "...",
        "... a",
        "a ... b",
        "*a",
        "*a b",
        "*_",
        "*_a",
        "_*a",
        "#a",
        "#3",
        "*#a",
        "#*a",
        "?a",
        "?*a",
        "?#*a",
    ],
    *[
        "_?a",
        "a=4",
        "a=b",
        "rows=3 cols=4",
        "a=",
        "=4",
        "#a=3",
        "*a=b",
        "a+1",
        "a-1",
        "a*b",
        "2*a",
        "a//2",
        "#a+1",
    ],
    *[
        "min(a,b)",
        "{x}",
        "{x}+1",
        "{self.n}",
        "a+{x}",
        "a==b",
        "a==4",
        "a.b",
        "a[0]",
        "len(a)",
        "é",
        "class",
        "None",
    ],
    *["True", "1.5", "1+", "a+", "a;b", "'x'", "a|b", "(a", "$", "a?", "a*", "a_", "a#b", "~a", "!", "a:b"],
    *[
        "max(a,1)",
        "b(",
        "a=b=c",
        "3a",
        "a-b-c",
        "-a",
        "* a",
        "*",
        "?",
        "foo(a, b)",
        "(a,b)",
        "a<=4",
        "a!=b",
        "x{y}",
    ],
]

REJECTED = {
    "a,b": "axes are separated by spaces, not by commas",
    "a, b": "axes are separated by spaces, not by commas",
    "a#": 'a broadcastable axis is written with "#" in front, such as "#n"',
    "3#": 'a broadcastable axis is written with "#" in front, such as "#n"',
    "#": 'a broadcastable axis is written with "#" in front, such as "#n"',
    "a...": '"..." stands alone, separated by spaces from the other axes',
    "...a": '"..." stands alone, separated by spaces from the other axes',
    "*...": '"..." stands alone, separated by spaces from the other axes',
    "##a": '"#" is given twice',
    "**a": '"*" is given twice',
    "__a": '"_" is given twice',
    "??a": '"?" is given twice',
    "__import__('os').getpid()": '"_" is given twice',
    "*a *b": 'only one axis can be variadic, and "*a" is one already',
    "... *a": 'only one axis can be variadic, and "..." is one already',
    "... ...": 'only one axis can be variadic, and "..." is one already',
    "*3": 'a fixed size cannot be combined with "*"',
    "_3": 'a fixed size cannot be combined with "_"',
    "?3": 'a fixed size cannot be combined with "?"',
    "_a=4": 'a fixed size cannot be combined with "_"',
    "*4=4": 'a fixed size cannot be combined with "*"',
    "#_": '"#" needs a name or a size, and "_" is neither',
    "*#_": '"#" needs a name or a size, and "_" is neither',
    "_a+1": 'arithmetic cannot be combined with "_"',
    "*a+1": 'arithmetic cannot be combined with "*"',
    "?a+1": 'arithmetic cannot be combined with "?"',
    "_min(a,b)": 'arithmetic cannot be combined with "_"',
}

MEANINGLESS = {
    "(a": '")" is missing in this axis: a space ends an axis, also inside parentheses',
    "a)": '")" closes nothing in this axis: a space ends an axis, also inside parentheses',
    "{a": '"}" is missing in this axis: a space ends an axis, also inside parentheses',
    "head/neuron": 'sizes are whole numbers: use "//" to divide, or a space to separate two axes',
    "3a": '"3a" is neither a whole number nor a name',
    "1.5": '"1.5" is neither a whole number nor a name',
    "007+a": '"007" is neither a whole number nor a name',
    "a==4": "a comparison is not a size",
    "a=b=c": "a comparison is not a size",
    "a[0]": "an axis cannot be indexed",
    "a.b": 'attributes are read in braces, such as "{a.size}"',
    "len(a)": '"len" cannot be called; only min and max can',
    "min(a)": '"min" needs two sizes or more',
    "a|b": '"|" is not an operator of sizes; they are + - * // % ** min max',
    "a+": "an operand is missing at the end",
    "{a.}": '"}" is not expected here',
    "{{a}}": '"{" is not expected here',
    "a{b}": '"{" is not expected here',
    "(a,b)": '"," is not expected here',
    "()": '")" closes nothing in this axis: a space ends an axis, also inside parentheses',
    "a#b": '"#" can only stand in front of the whole axis',
    "a?": '"?" can only stand in front of the whole axis',
    "'x'": "text is not a size",
    "a+_b": '"_b" is anonymous and has no size to compute with',
    "1+None": '"None" is a word of Python, not a size',
    "a" + "+(a" * 60 + ")" * 60: "arithmetic is nested deeper than 50 levels",
    "-".join("a" * 60): "arithmetic is nested deeper than 50 levels",
}


def verdict_of_jaxtyping(text: str) -> list[Any] | None:
    """What jaxtyping makes of a dim string: a description of each axis, or None if it refuses."""
    try:
        annotation: Any = Float[np.ndarray, text]
    except ValueError:
        return None
    return [_described(dim, index == annotation.index_variadic) for index, dim in enumerate(annotation.dims)]


def _described(dim: Any, variadic: bool) -> Any:  # noqa: FBT001 -- a private helper of the oracle
    match type(dim).__name__:
        case "_NamedDim" | "_NamedVariadicDim":
            return ("variadic" if variadic else "named", dim.name, dim.broadcastable, dim.treepath)
        case "_FixedDim":
            return ("fixed", dim.size, dim.broadcastable)
        case "_SymbolicDim":
            return ("symbolic", dim.broadcastable)
        case _:
            return "..." if variadic else "_"


class _Meaningless:
    """Equal to any arithmetic axis: jaxtyping does not look into these before a call."""

    __hash__ = None  # type: ignore[assignment]

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, tuple) and other[0] == "symbolic"


def our_verdict(text: str) -> list[Any] | None:
    try:
        return [_described_axis(axis) for axis in parse(text).axes]
    except NotationError:
        return None


def _described_axis(axis: Axis) -> Any:
    match axis:
        case NamedAxis(name, broadcastable, treepath):
            return ("named", name, broadcastable, treepath)
        case VariadicAxis(None):
            return "..."
        case VariadicAxis(name, broadcastable, treepath):
            return ("variadic", name, broadcastable, treepath)
        case FixedAxis(size, broadcastable):
            return ("fixed", size, broadcastable)
        case SymbolicAxis(_, broadcastable):
            return ("symbolic", broadcastable)
        case MeaninglessAxis():
            return _Meaningless()
        case AnonymousAxis():
            return "_"


@pytest.mark.parametrize("text", ACCEPTED)
def test_accepts_with_the_meaning_of_jaxtyping(text: str) -> None:
    expected = verdict_of_jaxtyping(text)
    assert expected is not None
    assert our_verdict(text) == expected


@pytest.mark.parametrize(("text", "reason"), REJECTED.items())
def test_refuses_and_says_why(text: str, reason: str) -> None:
    assert verdict_of_jaxtyping(text) is None
    with pytest.raises(NotationError) as caught:
        parse(text)
    assert caught.value.reason == reason


@pytest.mark.parametrize(("token", "reason"), MEANINGLESS.items())
def test_what_cannot_be_a_size_is_accepted_and_marked(token: str, reason: str) -> None:
    assert verdict_of_jaxtyping(token) is not None
    (axis,) = parse(token).meaningless
    assert axis.reason == reason


def test_the_error_points_at_the_token() -> None:
    assert issubclass(NotationError, ValueError)
    with pytest.raises(NotationError) as caught:
        parse("batch a,b c")
    assert str(caught.value) == (
        'axis "a,b" of "batch a,b c": axes are separated by spaces, not by commas\n'
        "    batch a,b c\n"
        "          ^^^"
    )
    assert (caught.value.token, caught.value.column) == ("a,b", 6)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_each_axis_knows_its_token_and_column() -> None:
    axes = parse("  rows=3\t*#b  {self.d}+1 (x _n").axes
    assert [(axis.text, axis.column) for axis in axes] == [
        ("rows=3", 2), ("*#b", 9), ("{self.d}+1", 14), ("(x", 25), ("_n", 28),
    ]  # fmt: skip


def test_spelling_does_not_matter_for_equality() -> None:
    assert parse("rows=3 _a *_ n+(1)") == parse(" 3   _ ... n+1")
    assert parse("n m") != parse("m n")
    assert parse("n") != parse("(n)")


def test_properties() -> None:
    annotation = parse("b *c #d d*e+{f.g} 4")
    assert (annotation.variadic, annotation.rank) == (1, None)
    assert [str(axis) for axis in annotation.before] == ["b"]
    assert [str(axis) for axis in annotation.after] == ["#d", "d*e+{f.g}", "4"]
    assert annotation.names == ("b", "*c", "d", "e")
    assert (parse("a b").variadic, parse("a b").rank) == (None, 2)
    assert parse("a b").after == ()


# Whole tokens and single characters, so that both real axes and nonsense are generated.
PIECES = st.sampled_from(
    [*"#*_?=ab3+-(),.{}/%:[]'x!<> \t", "...", "**", "//", "min(", "{self.d}", "name", "10", "é"]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@settings(max_examples=EXAMPLES, deadline=None)
@given(TEXTS)
def test_agrees_with_jaxtyping_on_any_text(text: str) -> None:
    assert our_verdict(text) == verdict_of_jaxtyping(text)


@settings(max_examples=EXAMPLES, deadline=None)
@given(TEXTS)
@example("*_a")
@example("?*#=")
@example("min(=,")
def test_printing_gives_back_what_was_parsed(text: str) -> None:
    try:
        annotation = parse(text)
    except NotationError:
        return
    assert parse(str(annotation)) == annotation


UNITS = [
    "a ",
    "(",
    ")",
    "a+",
    "a-",
    "-",
    "a**",
    "9",
    "min(",
    "#",
    "a,",
    "{",
    "{a}",
    "a",
    "(a+",
    "a=",
    ".",
    "{a.",
    "min(a,",
]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("length", [500, 990, 10_000])
def test_any_text_gets_an_answer_at_once(unit: str, length: int) -> None:
    text = (unit * length)[: length - 1] + "a"
    best = min(_seconds_to_parse(text) for _ in range(5))
    assert best < 0.010 * second()


LONG_TEXTS = st.builds(
    lambda units, length: ("".join(units) * length)[:length],
    st.lists(st.one_of(PIECES, st.sampled_from(UNITS)), min_size=1, max_size=12),
    st.one_of(st.integers(900, 1000), st.integers(1, 10_000)),
)


@settings(max_examples=EXAMPLES // 8, deadline=None)
@given(LONG_TEXTS)
def test_no_text_is_too_long_or_too_deep_for_an_answer_at_once(text: str) -> None:
    spent = _seconds_to_parse(text)
    for _ in range(5):  # the machine may have been busy with something else
        spent = min(spent, _seconds_to_parse(text) if spent >= 0.010 * second() else spent)
    assert spent < 0.010 * second()


def _seconds_to_parse(text: str) -> float:
    start = time.process_time()
    try:
        str(parse.__wrapped__(text))
    except NotationError as error:
        assert len(str(error)) < 500  # noqa: PT017 -- either answer will do, and a message must stay readable
    return time.process_time() - start


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text(max_size=200))
def test_any_unicode_text_gets_the_answer_of_jaxtyping(text: str) -> None:
    assert our_verdict(text) == verdict_of_jaxtyping(text)
