"""What jaxtyping decides of functions and classes, case by case: `checked` decides the same."""

# mypy: disable-error-code="misc, no-any-return, assignment, prop-decorator, valid-type"
# Calls that are wrong on purpose.
from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable, Iterator
from typing import Any, Union, no_type_check

import numpy as np
import pytest
import torch
from beartype import beartype
from jaxtyping import Float, Int, jaxtyped

from checking_harness.cases import A, Decorate, F, call, of, outcome, z
from conformable import checked

ABC = {"x": F["a b"], "y": F["b c"], "return": F["a c"]}
OPTIONAL = {"x": F["a"] | None, "y": F["a"] | None, "return": Union[F["a"], F["a a"], None]}  # noqa: UP007
EITHER = {"x": F["a b"] | F["b"], "y": F["b"]}
SCALAR = {"x": Float[Union[float, A], ""]}  # noqa: UP007

SAME: dict[str, Callable[[Decorate], Any]] = {
    "all fits": call(ABC, z(2, 3), z(3, 4), result=z(2, 4)),
    "the second argument does not": call(ABC, z(2, 3), z(5, 4), result=z(2, 4)),
    "the result does not": call({"x": F["a b"], "return": F["b a"]}, z(2, 3), result=z(2, 3)),
    "no result annotation": call({"x": F["a"]}, z(2), result="anything"),
    "not an array": call(ABC, [[1.0]], z(3, 4)),
    "an argument too few": call(ABC, z(2, 3)),
    "another dtype": call(ABC, np.zeros((2, 3), np.int64), z(3, 4), result=z(2, 4)),
    "a hole": call({"n": int, "x": F["{n}"], "return": F["{n}+1"]}, 3, z(3), result=z(4)),
    "a hole, refused": call({"n": int, "x": F["{n}"], "return": F["{n}+1"]}, 3, z(4), result=z(4)),
    "a hole before its argument": call({"x": F["{n}"], "n": int}, z(3), 3),
    "a hole of another type of integer": call({"n": Any, "x": F["{n}"]}, np.int64(3), z(3)),
    "a negative hole": call({"n": Any, "x": F["{n}"]}, -3, z(3)),
    "arithmetic after its names": call({"y": F["a"], "x": F["a+1"]}, z(3), z(4)),
    "arithmetic, keywords in another order": call({"y": F["a"], "x": F["a+1"]}, x=z(4), y=z(3)),
    "arithmetic of the result": call({"x": F["a b"], "return": F["a*b"]}, z(2, 3), result=z(6)),
    "optional": call(OPTIONAL, z(2), z(2), result=z(2, 2)),
    "optional, refused": call(OPTIONAL, z(2), z(3), result=z(2, 2)),
    "optional, None": call(OPTIONAL, None, z(3), result=None),
    "the first alternative": call(EITHER, z(2, 3), z(3)),
    "the second alternative": call(EITHER, z(3), z(3)),
    "no alternative": call(EITHER, z(2, 3), z(2)),
    "a list": call({"xs": of(list, F["a"])}, [z(2), z(2)]),
    "a tuple": call({"xs": of(tuple, F["a"], F["a"])}, (z(2), z(2))),
    "a tuple, refused": call({"xs": of(tuple, F["a"], F["a"])}, (z(2), z(3))),
    "a dictionary": call({"d": of(dict, str, F["a"]), "y": F["a"]}, {"a": z(2)}, z(2)),
    "a dictionary, refused": call({"d": of(dict, str, F["a"]), "y": F["a"]}, {"a": z(3)}, z(2)),
    "a tuple as the result": call(
        {"x": F["a b"], "return": of(tuple, F["a"], F["b"])}, z(2, 3), result=(z(2), z(2))
    ),
    "torch and numpy together": call(
        {"x": Float[A, "*s c"], "y": Float[torch.Tensor, "*s c"]}, z(2, 3), torch.zeros(2, 3)
    ),
    "torch and numpy, refused": call(
        {"x": Float[A, "*s c"], "y": Float[torch.Tensor, "*s c"]}, z(2, 3), torch.zeros(3, 3)
    ),
    "a float as a scalar": call(SCALAR, 1.0),
    "a 0-d array as a scalar": call(SCALAR, z()),
    "a numpy scalar": call(SCALAR, np.float32(1)),
    "a numpy scalar that is a float": call(SCALAR, np.float64(1)),
    "an int as a float": call(SCALAR, 1),
    "an array as a scalar": call(SCALAR, z(1)),
    "a bool as an int": call({"x": Int[int, ""]}, True),  # noqa: FBT003
    "a scalar type of numpy": call({"x": Float[np.float32, ""]}, np.float32(1)),
    "any scalar type of numpy": call({"x": Float[np.generic, ""]}, np.int32(1)),
    "a 0-d tensor": call({"x": Float[torch.Tensor, ""]}, torch.tensor(1.0)),
    "a 0-d tensor of another dtype": call({"x": Float[torch.Tensor, ""]}, torch.tensor(True)),  # noqa: FBT003
}


def same(case: Callable[[Decorate], Any]) -> Callable[[Decorate], Any]:
    SAME[case.__name__.replace("_", " ")] = case
    return case


@same
def starred_arguments(decorate: Decorate) -> Any:
    @decorate
    def f(*xs: Float[A, "a"], **named: Float[A, "a"]) -> int:
        return len(xs)

    return (
        f(z(2), z(2), k=z(2)),
        outcome(lambda _: f(z(2), z(3)), decorate),
        outcome(lambda _: f(z(2), k=z(3)), decorate),
    )


@same
def a_default_is_not_checked(decorate: Decorate) -> Any:
    default = z(5)

    @decorate
    def f(x: Float[A, "a"], y: Float[A, "a"] = default) -> int:
        return 1

    return f(z(2))


@same
def an_exception_of_the_user(decorate: Decorate) -> Any:
    @decorate
    def f(x: Float[A, "a"]) -> int:
        raise KeyError("user")

    return f(z(2))


@same
def without_type_checks(decorate: Decorate) -> Any:
    @decorate
    @no_type_check
    def f(x: Float[A, "a"], y: Float[A, "a"]) -> bool:
        return True

    return f(z(2), z(3))


@same
def recursion(decorate: Decorate) -> Any:
    @decorate
    def f(x: Float[A, "a"]) -> int:
        return 0 if len(x) == 0 else 1 + f(x[1:])

    return f(z(3))


@same
def hints_as_text(decorate: Decorate) -> Any:
    @decorate
    def f(x: "Float[A, 'a b']", y: "Float[A, 'b']") -> "Float[A, 'a']":
        return x @ y

    return f(z(2, 3), z(3)).shape, outcome(lambda _: f(z(2, 3), z(2)), decorate)


@same
def an_attribute_in_a_hole(decorate: Decorate) -> Any:
    class Layer:
        n = 2

        @decorate
        def f(self, x: Float[A, "{self.n} b"]) -> Float[A, "b*{self.n}"]:
            return x.reshape(-1)

    return Layer().f(z(2, 5)).shape, outcome(lambda _: Layer().f(z(3, 5)), decorate)


def dataclass_with(decorate: Decorate, **options: bool) -> Any:
    @decorate
    @dataclasses.dataclass(**options)
    class D:
        x: Float[A, "a b"]
        y: Float[A, "b"]
        n: int = 0

    return D


@same
def a_dataclass(decorate: Decorate) -> Any:
    D = dataclass_with(decorate)  # noqa: N806
    made = D(z(2, 3), z(3))
    made.y = z(9)
    return [
        outcome(lambda _, arguments=arguments: type(D(*arguments)).__name__, decorate)
        for arguments in [(z(2, 3), z(3)), (z(2, 3), z(4)), (z(2, 3), z(3), "s"), ("x", z(3))]
    ], outcome(lambda _: dataclasses.replace(made, x=z(2, 3)), decorate)


@same
def what_post_init_sets_is_not_checked(decorate: Decorate) -> Any:
    @decorate
    @dataclasses.dataclass(frozen=True)
    class Frozen:
        x: Float[A, "a"]

        def __post_init__(self) -> None:
            object.__setattr__(self, "x", z(1, 2, 3))

    return Frozen(z(2)).x.shape


@same
def a_dataclass_that_inherits(decorate: Decorate) -> Any:
    @decorate
    @dataclasses.dataclass
    class Sub(dataclass_with(decorate)):
        w: Float[A, "a"] = None

    return [
        outcome(lambda _, more=more: type(Sub(z(2, 3), z(3), 0, *more)).__name__, decorate)
        for more in [(), (z(2),), (z(5),)]
    ]


@same
def fields_and_methods_have_names_of_their_own(decorate: Decorate) -> Any:
    @dataclasses.dataclass
    class E:
        x: Float[A, "a"]

        @decorate
        def m(self, y: Float[A, "a"]) -> Any:
            return y.shape

    return decorate(E)(z(2)).m(z(7))


@same
def methods_of_all_kinds(decorate: Decorate) -> Any:
    class C:
        @decorate
        @classmethod
        def above(cls, x: Float[A, "a a"]) -> str:
            return cls.__name__

        @decorate
        @staticmethod
        def static(x: Float[A, "a a"]) -> int:
            return 1

        @decorate
        @property
        def square(self) -> Float[A, "a a"]:
            return z(2, 3)

        @classmethod
        @decorate
        def below(cls, x: Float[A, "a a"]) -> str:
            return cls.__name__

    return [
        outcome(lambda _, one=one, x=x: one(x), decorate)
        for one in (C.above, C.static, C.below, lambda _: C().square)
        for x in (z(2, 2), z(2, 3))
    ]


@same
def arguments_of_a_generator(decorate: Decorate) -> Any:
    @decorate
    def f(x: Float[A, "a"]) -> Iterator[Any]:
        yield 1

    return list(f(z(2))), outcome(lambda _: f("text"), decorate)


@same
def arguments_of_a_coroutine(decorate: Decorate) -> Any:
    @decorate
    async def f(x: Float[A, "a"], y: Float[A, "a"]):  # type: ignore[no-untyped-def]
        return 1

    return asyncio.run(f(z(2), z(2))), outcome(lambda _: asyncio.run(f(z(2), z(3))), decorate)


@pytest.mark.parametrize("name", SAME)
def test_the_same(name: str) -> None:
    theirs = outcome(SAME[name], jaxtyped(typechecker=beartype))
    assert outcome(SAME[name], checked) == theirs
