"""Hints in every nesting and spelling are checked."""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    NamedTuple,
    NotRequired,
    Optional,
    Required,
    TypedDict,
    TypeVar,
    Union,
)

import numpy as np
import pytest
import torch
from jaxtyping import AbstractDtype, Bool, Float, Float32, Int, Num, Shaped, UInt8
from torch import Tensor, nn

from conformable import ShapeError, checked

if TYPE_CHECKING:
    from fractions import Fraction

Array = np.ndarray
zeros = np.zeros
refused = pytest.raises(ShapeError)

Tokens = Int[Array, "batch pos"]
Either = Union[Float[Array, "n"], Int[Array, "n m"]]  # noqa: UP007
Bound = TypeVar("Bound", bound=Float[Array, "n"])
Constrained = TypeVar("Constrained", Float[Array, "n"], Int[Array, "n"])


def make(hint: Any) -> Callable[..., bool]:
    """A checked function of a value of this hint, and of `y` that shares the name `n`."""

    def f(value, y=None):  # type: ignore[no-untyped-def]
        return True

    f.__annotations__ = {"value": hint, "y": Float[Array, "n"] | None}
    return checked(f)


two, three, square = zeros(2), zeros(3), zeros((2, 2))
whole = zeros((3, 2), dtype=int)

FITTING = [
    (Optional[Float[Array, "n"]], [None, two], [three, square, "x"]),  # noqa: UP045 -- the spelling is the point
    (Float[Array, "n"] | None, [None, two], [three, square]),
    (Either, [two], [three, square, whole]),
    (Union[Float[Array, "n"], Int[Array, "m n"]], [two, whole], [three, whole.T]),  # noqa: UP007
    (float | Float[Array, "n"], [1.0, two], [1, three, "x"]),
    (list[int] | Float[Array, "n"], [[1], two], [["x"], three]),
    (list[Float[Array, "n"]], [[], [two, two]], [[two, three], (two,), two]),
    (tuple[Float[Array, "n"], ...], [(), (two, two)], [(two, three), [two]]),
    (tuple[Float[Array, "n"], int], [(two, 1)], [(two, "x"), (three, 1), (two,)]),
    (Sequence[Float[Array, "n"]], [[two], (two,)], [[three], {1: two}]),
    (dict[str, Float[Array, "n"]], [{}, {"a": two}], [{"a": three}, {1: two}, [two]]),
    (Mapping[str, list[Float[Array, "n"]]], [{"a": [two, two]}], [{"a": [two, three]}]),
    (set[Float[Array, "n"] | int], [{1, 2}], [{"x"}, [1]]),
    (collections.deque[Float[Array, "n"]], [collections.deque([two])], [[two]]),
    (list[tuple[Float[Array, "n"], Float[Array, "n m"]]], [[(two, square)]], [[(two, zeros((3, 3)))]]),
    (Annotated[Float[Array, "n"], "a note"], [two], [three]),
    (Bound, [two], [three]),
    (Constrained, [two, two.astype(int)], [three, "x"]),
    (Float[Array | Tensor, "n"], [two, torch.zeros(2)], [three, torch.zeros(3), [1, 2]]),
    (Float[Array | float, ""], [1.0, np.zeros(())], [two, 1, "x"]),
    (Float[Any, "n"], [two, torch.zeros(2)], [three, torch.zeros(3), 1]),
    (Shaped[Float[Array, "n"], "m"], [square], [zeros((2, 3)), two]),
    (Float32[Tensor, "n"], [torch.zeros(2), nn.Parameter(torch.zeros(2))], [torch.zeros(2).double()]),
    (Num[Tensor, "n"], [torch.zeros(2, dtype=torch.uint8)], [torch.zeros(2, dtype=torch.bool)]),
    (Int[Array, "n"], [zeros(2, dtype="longlong")], [two]),
    (Bool[Array, "n"], [zeros(2, dtype=bool)], [two]),
    (UInt8[Array, "n"], [zeros(2, dtype="u1")], [zeros(2, dtype="i1")]),
    (Float[Array, "n"], [zeros(2, dtype=">f4"), np.ma.zeros(2)], [zeros(2, dtype="c8")]),
    (Shaped[Array, "n"], [np.array(["a", "b"])], [np.array(["a"])]),
]


@pytest.mark.parametrize(("hint", "fitting", "wrong"), FITTING, ids=lambda value: str(value)[:60])
def test_hints(hint: Any, fitting: list[Any], wrong: list[Any]) -> None:
    f = make(hint)
    for value in fitting:
        assert f(value, two), value
    for value in wrong:
        with refused:
            f(value, two)


class Pair(NamedTuple):
    x: Float[Array, "n"]
    y: Float[Array, "n"] | None
    size: int = 0
    next: Pair | None = None


class Record(TypedDict):
    x: Float[Array, "n"]
    y: NotRequired[Float[Array, "n+1"]]
    name: Required[str]


RECORDS = [
    (
        Pair,
        [Pair(two, two), Pair(three, None), Pair(three, three, 1)],
        [Pair(two, three), (two, two), two],  # type: ignore[shape-mismatch]
    ),
    (
        list[Pair],
        [[Pair(two, two), Pair(three, three), Pair(two, None)]],
        [
            [Pair(two, two), Pair(two, three)],  # type: ignore[shape-mismatch]
            [Pair(two, None), Pair(two, whole)],  # type: ignore[shape-rank]
            [two],
        ],
    ),
    (Pair | None, [None, Pair(three, three)], [Pair(two, three)]),  # type: ignore[shape-mismatch]
    (dict[str, Pair | Record], [{"a": Pair(three, three), "b": {"x": two}}], [{"a": {"x": square}}]),
    (Record, [{"x": two, "y": three}, {"x": three}, {}], [{"x": two, "y": two}, {"x": square}, 3]),
    (list[Record], [[{"x": three}, {"x": two, "y": three}]], [[{"y": three}, {"x": three, "y": two}]]),
]


@pytest.mark.parametrize(("hint", "fitting", "wrong"), RECORDS, ids=lambda value: str(value)[:60])
def test_the_fields_of_a_record_share_names_of_their_own(
    hint: Any, fitting: list[Any], wrong: list[Any]
) -> None:
    f = make(hint)
    for value in fitting:
        assert f(value, two), value
    for value in wrong:
        with refused:
            f(value, two)


def test_the_message_says_which_field_does_not_fit() -> None:
    with pytest.raises(ShapeError) as caught:
        make(list[Pair])([Pair(two, None), Pair(two, three)])
    assert str(caught.value) == (
        'Argument "value[1].y" to "make.<locals>.f" has shape (3,); expected Float[ndarray, "n"]: '
        'axis 0 is 3, not n=2 (bound by argument "value[1].x")\n    n=2 (bound by argument "value[1].x")'
    ).replace("make.<locals>.", "")


def test_every_item_of_a_list_is_checked() -> None:
    f = make(list[Float[Array, "n"]])
    with refused:
        f([two] * 999 + [three])


def test_an_iterable_is_not_used_up() -> None:
    f = make(Iterable[Float[Array, "n"]])
    generator = (x for x in [two])
    assert f(generator)
    assert len(list(generator)) == 1


def test_a_callable_is_not_called() -> None:
    assert make(Callable[[Float[Array, "n"]], Float[Array, "n"]])(lambda x: 1 / 0)


def test_all_alternatives_of_a_union_are_tried() -> None:
    """The first alternative gives a=2 and b=3, which y refuses; the second fits."""

    @checked
    def f(x: Float[Array, "a #b"] | Float[Array, "b #a"], y: Float[Array, "a"]) -> Float[Array, "a b"]:
        return zeros((3, 2))  # type: ignore[shape-literal]

    assert f(zeros((2, 3)), zeros(3)).shape == (3, 2)
    with refused:
        f(zeros((2, 3)), zeros(4))


def test_alternatives_that_differ_in_arithmetic_alone() -> None:
    @checked
    def f(x: Float[Array, "a+1"] | Float[Array, "a+2"], y: Float[Array, "a"]) -> bool:
        return True

    assert f(zeros(3), two)
    assert f(zeros(4), two)
    with refused:
        f(zeros(5), two)


def test_a_choice_may_be_decided_by_the_result() -> None:
    @checked
    def f(x: Float[Array, "a #b"] | Float[Array, "b #a"], y: Any) -> Float[Array, "a"]:
        return zeros(y)

    assert f(zeros((2, 3)), 2).shape == (2,)
    assert f(zeros((2, 3)), 3).shape == (3,)
    with refused:
        f(zeros((2, 3)), 4)


def test_choices_do_not_explode() -> None:
    hint = Float[Array, "a #b"] | Float[Array, "b #a"]
    f = make(list[hint])
    assert f([zeros((2, 3))] * 500)
    with refused:
        f([*[zeros((2, 3))] * 500, zeros((4, 5))])


def test_the_order_of_arithmetic_does_not_matter() -> None:
    @checked
    def f(x: Float[Array, "a+1"], y: Float[Array, "2*a a"], z: Float[Array, "a"]) -> Float[Array, "c*a c"]:
        return zeros((6, 3))  # type: ignore[shape-literal]

    assert f(zeros(3), zeros((4, 2)), zeros(2)).shape == (6, 3)
    with refused:
        f(zeros(4), zeros((4, 2)), zeros(2))
    with refused:
        f(zeros(4), zeros((6, 3)), zeros(3))


def test_arithmetic_of_the_arguments_may_wait_for_the_result() -> None:
    @checked
    def f(x: Float[Array, "#a"], y: Float[Array, "a+1"], n: int) -> Float[Array, "a"]:
        return zeros(n)

    assert f(zeros(1), zeros(4), 3).shape == (3,)
    with pytest.raises(ShapeError, match=r"axis 0 is 4, not a\+1=2"):
        f(zeros(1), zeros(4), 1)


def test_a_result_does_not_change_what_the_arguments_have_bound() -> None:
    @checked
    def f(
        x: Float[Array, "*#s"], y: Float[Array, "n"] | None
    ) -> tuple[Float[Array, "n *#s"], Float[Array, "n"]]:
        return zeros((2, 3, 4)), zeros(3)  # type: ignore[shape-literal]

    with pytest.raises(ShapeError) as caught:
        f(zeros(4), None)
    assert str(caught.value) == (
        'Return value[1] of "f" has shape (3,); expected Float[ndarray, "n"]: '
        "axis 0 is 3, not n=2 (bound by return value[0])\n"
        "    n=2 (bound by return value[0])\n"
        "    *s=(3, 4) (bound by return value[0])"
    )


def test_arithmetic_without_a_size_is_not_checked() -> None:
    """Every axis named n is 1 and binds nothing: any result may be right."""

    @checked
    def f(x: Float[Array, "#n"], y: Float[Array, "n"] | None) -> Float[Array, "n+1"]:
        return zeros(4)  # type: ignore[shape-literal]

    assert f(zeros(1), None).shape == (4,)
    assert f(zeros(1), zeros(3)).shape == (4,)
    with refused:
        f(zeros(2), None)


@pytest.mark.parametrize("text", ["a//0", "a%0", "2**(0-a)", "a**(a**(a**a))"])
def test_arithmetic_without_a_value_is_refused(text: str) -> None:
    def f(x: Any, y: Any) -> None: ...

    f.__annotations__ = {"x": Float[Array, "a"], "y": Float[Array, text]}
    with pytest.raises(ShapeError, match="which has no size"):
        checked(f)(zeros(9), zeros(2))


def test_holes_are_read_and_never_evaluated() -> None:
    class Config:
        d: Any = 3

    @checked
    def f(config: Any, x: Float[Array, "{config.d} {n}*2"], n: Any = 1) -> bool:
        return True

    config = Config()
    assert f(config, zeros((3, 2)))
    assert f(config, zeros((3, 8)), np.int64(4))
    for d, n in [("3", 1), (3, "1"), (None, 1), (3, "__import__('os').getpid()*0+1"), (3.5, 1)]:
        config.d = d
        with refused:
            f(config, zeros((3, 2)), n)
    with refused:
        f(object(), zeros((3, 2)))


def test_a_size_kept_as_a_float_is_a_size() -> None:
    @checked
    def f(x: Float[Array, "{n}"], n: float) -> bool:
        return True

    assert f(zeros(4), 8 / 2)


def test_aliases_local_names_and_text() -> None:
    Local = Float[Array, "a a"]  # noqa: N806

    @checked
    def f(x: Local, y: Tokens, z: "Optional[Float[Array, 'a']]" = None) -> None: ...  # noqa: UP045

    f(square, whole, two)
    for arguments in [(zeros((2, 3)), whole), (square, two), (square, whole, three)]:
        with refused:
            f(*arguments)


class Node:
    @checked
    def join(self, other: Node, x: Float[Array, "a"]) -> Node:
        return other

    @checked
    def later(self, x: Float[Array, "a"], y: Later, z: Weights) -> Any:
        return y


class Later: ...


Weights = Float[Array, "a"]


def test_forward_references() -> None:
    node, later = Node(), Later()
    assert node.join(node, two) is node
    with pytest.raises(TypeError, match="violates type hint"):
        node.join("node", two)  # type: ignore[arg-type]
    assert node.later(two, later, two) is later
    assert node.later(x=two, y=later, z=two) is later
    with refused:
        node.later(two, later, three)
    with pytest.raises(TypeError, match="violates type hint"):
        node.later(two, "later", two)  # type: ignore[arg-type]


def test_a_hint_that_exists_for_type_checkers_only_is_not_checked_and_said_so() -> None:
    @checked
    def f(x: Float[Array, "a"], y: Fraction, z: Float[Array, "a"]) -> int:
        return 1

    with pytest.warns(
        UserWarning, match='the hint of "y" of "f" is not checked: name \'Fraction\' is not defined'
    ):
        f(two, "anything", two)  # type: ignore[arg-type]
    assert f(two, "anything", two) == 1  # type: ignore[arg-type]
    with refused:
        f(two, "anything", three)  # type: ignore[arg-type]


def test_a_hint_that_is_no_type_is_not_checked_and_said_so() -> None:
    @checked
    def f(x: Float[Array, "a"], y: "the other one", z: Float[Array, "a"]) -> int:  # type: ignore[valid-type]
        return 1

    with pytest.warns(UserWarning, match='the hint of "y" of "f" is not checked'):
        assert f(two, "anything", two) == 1
    with refused:
        f(two, "anything", three)


def test_dtypes_of_the_users_own() -> None:
    class Small(AbstractDtype):
        dtypes = ["uint8", "float16"]  # noqa: RUF012

    assert make(Small[Tensor, "n"])(torch.zeros(2, dtype=torch.float16), two)
    with pytest.raises(ShapeError, match="has dtype float32; expected Small"):
        make(Small[Tensor, "n"])(torch.zeros(2))


class Duck:
    def __init__(self, shape: tuple[int, ...], dtype: Any) -> None:
        self.shape = shape
        self.dtype = dtype


def test_arrays_of_the_users_own() -> None:
    for hint in (Float[Duck, "n"], Float[Any, "n"]):
        f = make(hint)
        assert f(Duck((2,), "float32"), two)
        with refused:
            f(Duck((3,), "float32"), two)
        with refused:
            f(Duck((2,), "int32"), two)


def test_an_argument_changed_in_place_keeps_its_names() -> None:
    @checked
    def f(x: Float[Tensor, "n m"], *, grow: bool) -> Float[Tensor, "n m"]:
        x.resize_(4, 5)
        return torch.zeros(4, 5) if grow else torch.zeros(2, 3)

    assert f(torch.zeros(2, 3), grow=False).shape == (2, 3)
    with refused:
        f(torch.zeros(2, 3), grow=True)
