"""Lists and dicts of tensors, filled in loops."""

import torch
from jaxtyping import Float, Int
from torch import Tensor


def stacked(x: Float[Tensor, "n d"], steps: int) -> Float[Tensor, "_ n d"]:
    states = []
    for _ in range(steps):
        x = torch.tanh(x)
        states.append(x)
    return torch.stack(states)


def a_known_number(x: Float[Tensor, "n d"]) -> Float[Tensor, "3 n d"]:
    states = []
    for _ in range(3):
        x = torch.tanh(x)
        states.append(x)
    return torch.stack(states)


def starting_with_one(x: Float[Tensor, "n d"], ws: list[Float[Tensor, "d d"]]) -> Float[Tensor, "n d"]:
    xs = [x]
    for w in ws:
        xs.append(xs[-1] @ w)
    return xs[-1]


def of_growing_width(x: Float[Tensor, "n d"], ws: list[Float[Tensor, "_ _"]]) -> Float[Tensor, "n _"]:
    xs = [x]
    for w in ws:
        xs.append(xs[-1] @ w)
    return xs[-1]


def halves(x: Float[Tensor, "n d"], y: Float[Tensor, "n k"]) -> Float[Tensor, "n d+k"]:
    parts = []
    for part in (x, y):
        parts.append(part * 2)
    return torch.cat(parts, dim=1)


def by_name(x: Float[Tensor, "n d"], y: Float[Tensor, "n k"]) -> Float[Tensor, "d k"]:
    named = {"x": x, "y": y}
    return named["x"].T @ named["y"]


def changed_by_name(x: Float[Tensor, "n d"]) -> Float[Tensor, "d n"]:
    named = {"x": x}
    named["x"] = named["x"].T
    return named["x"]


def extended(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]) -> Float[Tensor, "n+2*m d"]:
    parts = [x]
    parts.extend([y, y])
    return torch.cat(parts)


def added_lists(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]) -> Float[Tensor, "2*n+m d"]:
    parts = [x, x]
    parts += [y]
    return torch.cat(parts)


def an_alias_of_the_list(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]) -> Float[Tensor, "n+m d"]:
    parts = [x]
    same = parts
    same.append(y)
    return torch.cat(parts)


def reversed_order(x: Float[Tensor, "n d"], y: Float[Tensor, "k"]) -> Float[Tensor, "k"]:
    both = [y, x]
    both.reverse()
    return both[1]


def with_an_item_removed(x: Float[Tensor, "n d"], y: Float[Tensor, "k"]) -> Float[Tensor, "k"]:
    both = [x, y]
    del both[0]
    return both[0]


def popped(x: Float[Tensor, "n d"], y: Float[Tensor, "k"]) -> Float[Tensor, "k"]:
    both = [x, y]
    last = both.pop()
    return last


def updated(x: Float[Tensor, "n d"], y: Float[Tensor, "k"]) -> Float[Tensor, "k"]:
    named = {"z": x}
    named.update(z=y)
    return named["z"]


def put_into_an_argument(xs: list[Float[Tensor, "n d"]], y: Float[Tensor, "k"]) -> Tensor:
    xs = list(xs)
    xs.append(y)
    return xs[-1] @ y


def put_into_a_result(x: Float[Tensor, "b n d"], y: Float[Tensor, "k"]) -> Tensor:
    rows = parts_of(x)
    same = rows
    same.append(y)
    return rows[-1] @ y


def parts_of(x: Float[Tensor, "b n d"]) -> list[Float[Tensor, "n d"]]:
    return list(x)


def filled_elsewhere(x: Float[Tensor, "n d"], y: Float[Tensor, "k"]) -> Float[Tensor, "k"]:
    def fill(target: list[Tensor]) -> None:
        target.clear()
        target.append(y)

    xs = [x]
    fill(xs)
    return xs[0]


def in_a_tuple(x: Float[Tensor, "n d"], y: Float[Tensor, "k"]) -> Float[Tensor, "k"]:
    xs = [x]
    pair = (xs, 1)
    pair[0][0] = y
    return xs[0]


def only_some(x: Float[Tensor, "n d"], keep: list[bool]) -> Float[Tensor, "_ n d"]:
    kept = []
    for flag in keep:
        if flag:
            kept.append(x)
    return torch.stack(kept)


def first_of_the_loop(ws: list[Float[Tensor, "_ _"]], a: Float[Tensor, "3"], b: Float[Tensor, "4"]) -> Tensor:
    first = None
    out = torch.zeros(())
    for w in ws:
        turned = w if w.shape[1] == 4 else w.T
        if first is None:
            first = turned.T
            out = first @ a
        else:
            out = turned @ b
    return out


def totals(batches: list[tuple[Float[Tensor, "b d"], Int[Tensor, "b"]]]) -> Float[Tensor, ""]:
    total = torch.zeros(())
    for inputs, labels in batches:
        total = total + (inputs.sum(1) * labels).mean()
    return total


def run() -> None:
    x, y, v = torch.randn(2, 3), torch.randn(4, 3), torch.randn(5)
    assert stacked(x, 4).shape == (4, 2, 3)
    assert a_known_number(x).shape == (3, 2, 3)
    assert starting_with_one(x, [torch.eye(3)]).shape == (2, 3)
    assert of_growing_width(x, [torch.randn(3, 4), torch.randn(4, 5)]).shape == (2, 5)
    assert halves(x, torch.randn(2, 4)).shape == (2, 7)
    assert by_name(x, torch.randn(2, 4)).shape == (3, 4)
    assert changed_by_name(x).shape == (3, 2)
    assert extended(x, y).shape == (10, 3)
    assert added_lists(x, y).shape == (8, 3)
    assert an_alias_of_the_list(x, y).shape == (6, 3)
    assert reversed_order(x, v).shape == (5,)
    assert with_an_item_removed(x, v).shape == (5,)
    assert popped(x, v).shape == (5,)
    assert updated(x, v).shape == (5,)
    assert put_into_an_argument([x], v).shape == ()
    assert put_into_a_result(torch.randn(2, 3, 4), v).shape == ()
    assert filled_elsewhere(x, v).shape == (5,)
    assert in_a_tuple(x, v).shape == (5,)
    assert only_some(x, [True, False, True]).shape == (2, 2, 3)
    assert first_of_the_loop(
        [torch.randn(3, 4), torch.randn(2, 4)], torch.randn(3), torch.randn(4)
    ).shape == (2,)
    assert totals([(x, torch.ones(2, dtype=torch.int64))]).shape == ()
