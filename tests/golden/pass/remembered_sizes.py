"""Conditions on what was computed from sizes, one or more statements before: nothing is reported behind them."""

from collections.abc import Callable

import torch
from jaxtyping import Float
from torch import Tensor


def same(a: int, b: int) -> bool:
    return str(a) == str(b)


def alike(a, b):  # type: ignore[no-untyped-def]
    return str(a) == str(b)


def by_a_function(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    ok = same(x.shape[1], y.shape[0])
    if not ok:
        raise ValueError("inner sizes")
    return x @ y


def by_a_function_without_annotations(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    ok = alike(x.shape[1], y.shape[0])  # type: ignore[no-untyped-call]
    if not ok:
        raise ValueError("inner sizes")
    return x @ y


def in_a_set(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    sizes = {x.shape[1], y.shape[0]}
    if len(sizes) > 1:
        raise ValueError("inner sizes")
    return x @ y


def in_a_text(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    text = f"{x.shape[1]} {y.shape[0]}"
    if text != "3 3":
        raise ValueError("inner sizes")
    return x @ y


def in_a_choice_of_conditions(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    ok = x.shape[1] == y.shape[0] or x.shape[1] == 7
    if not ok:
        raise ValueError("inner sizes")
    return x @ y


def as_a_ratio(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    ratio = x.shape[1] / y.shape[0]
    if ratio != 1.0:
        raise ValueError("inner sizes")
    return x @ y


def as_a_distance(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    diff = abs(x.shape[1] - y.shape[0])
    if diff:
        raise ValueError("inner sizes")
    return x @ y


def in_a_set_of_a_list(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    sizes = [x.shape[1], y.shape[0]]
    if len(set(sizes)) != 1:
        raise ValueError("inner sizes")
    return x @ y


def by_counting(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    sizes = [x.shape[1], y.shape[0]]
    n = sizes.count(sizes[0])
    assert n == 2
    return x @ y


def by_searching(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    where = [x.shape[1]].index(y.shape[0])
    assert where == 0
    return x @ y


def by_hashing(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    code = hash(x.shape[1]) - hash(y.shape[0])
    if code != 0:
        return x
    return x @ y


def as_an_integer(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    n = int(str(x.shape[1]) == str(y.shape[0]))
    if n != 1:
        return x
    return x @ y


def as_a_sum(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    n = sum(a == b for a, b in [(x.shape[1], y.shape[0])])
    if n != 1:
        return x
    return x @ y


def rounded(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    n = round(x.shape[1] / y.shape[0])
    m = x.shape[1] % y.shape[0]
    if n != 1 or m:
        return x
    return x @ y


def by_bits(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    bits = x.shape[1] ^ y.shape[0]
    if bits:
        return x
    return x @ y


def as_a_key(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    k = {x.shape[1]: 1}.get(y.shape[0], 0)
    if k == 0:
        return x
    return x @ y


def by_any(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    bad = any(p != q for p, q in zip(x.shape[1:], y.shape[:1], strict=False))
    if bad:
        return x
    return x @ y


def collected(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    mismatches = [p for p, q in zip(x.shape[1:], y.shape[:1], strict=False) if p != q]
    if mismatches:
        return x
    return x @ y


def counted(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    mismatches = 0
    for p, q in zip(x.shape[1:], y.shape[:1], strict=False):
        if str(p) != str(q):
            mismatches += 1
    if mismatches:
        return x
    return x @ y


def as_a_word(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    state = "ok"
    if x.shape[1] != y.shape[0]:
        state = "bad"
    if state == "bad":
        return x
    return x @ y


def as_a_flag(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    ok = True
    if x.shape[1] != y.shape[0]:
        ok = False
    if ok:
        return x @ y
    return x


def as_a_flag_of_two(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"], strict: bool = True) -> Tensor:
    ok = x.shape[1] == y.shape[0]
    if strict and not ok:
        raise ValueError
    if ok:
        return x @ y
    return x


def as_a_number_of_rounds(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    n = 0
    if x.shape[1] == y.shape[0]:
        n = 1
    while n > 0:
        x @ y
        n -= 1
    return x


def as_a_message(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    message = None
    if x.shape[1] != y.shape[0]:
        message = f"{x.shape[1]} is not {y.shape[0]}"
    if message is not None:
        raise ValueError(message)
    return x @ y


def in_a_list_of_messages(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    errors: list[str] = []
    if x.shape[1] != y.shape[0]:
        errors.append("inner")
    if errors:
        raise ValueError(errors)
    return x @ y


def by_the_number_of_messages(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    errors: list[str] = []
    if x.shape[1] != y.shape[0]:
        errors.append("inner")
    if len(errors) > 0:
        raise ValueError(errors)
    return x @ y


def in_a_dictionary(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    flags = {"fits": False}
    if x.shape[1] == y.shape[0]:
        flags["fits"] = True
    if flags["fits"]:
        return x @ y
    return x


def by_a_closure(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    def fits() -> bool:
        return x.shape[1] == y.shape[0]

    if fits():
        return x @ y
    return x


def by_a_lambda(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    fits: Callable[[], bool] = lambda: str(x.shape[1]) == str(y.shape[0])  # noqa: E731
    if fits():
        return x @ y
    return x


def as_an_optional_tensor(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    scale = None
    if x.shape[1] == y.shape[0]:
        scale = torch.ones(1)
    if scale is not None:
        return x @ y * scale
    return x


def in_a_set_comprehension(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    sizes = {2 * size for size in (x.shape[1], y.shape[0])}
    return x @ y if len(sizes) == 1 else x


def of_one_tensor(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    return x if x is not y else x @ y


def left_early(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> Tensor:
    fits = True
    for p, q in zip(x.shape[1:], y.shape, strict=False):
        if p != q:
            fits = False
            break
    return x @ y if fits else x


class Checked:
    def __init__(self, x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]) -> None:
        self.fits = True
        if x.shape[1] != y.shape[0]:
            self.fits = False
        if self.fits:
            self.product = x @ y


CHECKS = (
    by_a_function,
    by_a_function_without_annotations,
    in_a_set,
    in_a_text,
    in_a_choice_of_conditions,
    as_a_ratio,
    as_a_distance,
    in_a_set_of_a_list,
    by_counting,
    by_searching,
    by_hashing,
    as_an_integer,
    as_a_sum,
    rounded,
    by_bits,
    as_a_key,
    by_any,
    collected,
    counted,
    as_a_word,
    as_a_flag,
    as_a_flag_of_two,
    as_a_number_of_rounds,
    as_a_message,
    in_a_list_of_messages,
    by_the_number_of_messages,
    in_a_dictionary,
    by_a_closure,
    by_a_lambda,
    as_an_optional_tensor,
    in_a_set_comprehension,
    of_one_tensor,
    left_early,
)


def run() -> None:
    x, y = torch.randn(2, 3), torch.randn(3, 3)
    for check in CHECKS:
        assert check(x, y).shape == (2, 3)
    assert Checked(x, y).product.shape == (2, 3)
