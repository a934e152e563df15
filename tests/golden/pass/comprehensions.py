"""Comprehensions and generators."""

from collections.abc import AsyncIterator, Generator, Iterator

import torch
from jaxtyping import Float, Int
from torch import Tensor


def a_list(xs: Float[Tensor, "b n d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "_ n k"]:
    return torch.stack([x @ w for x in xs])


def of_a_range(x: Float[Tensor, "n d"], w: Float[Tensor, "d k"], steps: int) -> Float[Tensor, "_ n k"]:
    return torch.stack([(x + i) @ w for i in range(steps)])


def a_known_number(x: Float[Tensor, "n d"]) -> Float[Tensor, "4 n d"]:
    return torch.stack([x * i for i in range(4)])


def joined(x: Float[Tensor, "n d"]) -> Float[Tensor, "n 3*d"]:
    return torch.cat([x**power for power in (1, 2, 3)], dim=-1)


def with_a_condition(xs: list[Float[Tensor, "n d"]]) -> Float[Tensor, "_ d"]:
    return torch.cat([x for x in xs if x.sum() > 0])


def of_pairs(xs: list[Float[Tensor, "n d"]], ws: list[Float[Tensor, "d k"]]) -> Float[Tensor, "_ n k"]:
    return torch.stack([x @ w for x, w in zip(xs, ws, strict=True)])


def summed(xs: list[Float[Tensor, "n d"]]) -> Float[Tensor, "n d"]:
    total = torch.zeros_like(xs[0])
    total = total + torch.stack(tuple(2 * x for x in xs)).sum(0)
    return total


def a_dict(xs: dict[str, Float[Tensor, "_ d"]], w: Float[Tensor, "d k"]) -> dict[str, Float[Tensor, "_ k"]]:
    return {name: x @ w for name, x in xs.items()}


def nested(xs: Float[Tensor, "a b d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "_ k"]:
    return torch.stack([y @ w for x in xs for y in x])


def with_an_effect(xs: Float[Tensor, "b n d"]) -> Float[Tensor, "_ d n"]:
    seen: list[Tensor] = []
    [seen.append(x.T) for x in xs]  # type: ignore[func-returns-value]
    return torch.stack(seen)


def with_a_walrus(xs: Float[Tensor, "b n d"]) -> Float[Tensor, "n d"]:
    last = xs.sum(0).T
    if any((last := x).sum() > 100 for x in xs):
        return last
    return last.reshape(xs.shape[1], xs.shape[2])


def later(xs: Float[Tensor, "b n d"], w: Float[Tensor, "n k"]) -> Float[Tensor, "_ d k"]:
    turned = (x.T @ w for x in xs)
    return torch.stack(list(turned))


def rebound_before_it_runs(x: Float[Tensor, "n d"], w: Float[Tensor, "n k"]) -> Float[Tensor, "_ d k"]:
    products = (x @ w for _ in range(2))
    x = x.T
    return torch.stack(list(products))


def a_generator(xs: Float[Tensor, "n d"], size: int) -> Iterator[Float[Tensor, "_ d"]]:
    for start in range(0, xs.shape[0], size):
        yield xs.narrow(0, start, min(size, xs.shape[0] - start))


def one_that_returns(x: Float[Tensor, "n d"]) -> Generator[Float[Tensor, "d"], None, Float[Tensor, "n"]]:
    yield x[0]
    yield x.sum(0)
    return x.sum(1)


async def an_async_one(x: Float[Tensor, "n d"]) -> AsyncIterator[Float[Tensor, "d n"]]:
    yield x.T


def of_a_generator(xs: Float[Tensor, "n d"], w: Float[Tensor, "d k"]) -> Float[Tensor, "_ k"]:
    return torch.cat([batch @ w for batch in a_generator(xs, 2)])


def enumerated(xs: Float[Tensor, "b n d"]) -> Float[Tensor, "b n"]:
    out = torch.zeros(xs.shape[0], xs.shape[1])
    for i, x in enumerate(xs):
        out[i] = x.sum(-1)
    return out


def an_embedding_for_each(
    tables: list[Float[Tensor, "v d"]], ids: Int[Tensor, "b t"]
) -> Float[Tensor, "b t d"]:
    total = torch.zeros(*ids.shape, tables[0].shape[1])
    for embedded in [table[ids] for table in tables]:
        total = total + embedded
    return total


def run() -> None:
    xs, w = torch.randn(2, 3, 4), torch.randn(4, 5)
    assert a_list(xs, w).shape == (2, 3, 5)
    assert of_a_range(xs[0], w, 6).shape == (6, 3, 5)
    assert a_known_number(xs[0]).shape == (4, 3, 4)
    assert joined(xs[0]).shape == (3, 12)
    assert with_a_condition([torch.ones(3, 4)]).shape == (3, 4)
    assert of_pairs([xs[0], xs[1]], [w, w]).shape == (2, 3, 5)
    assert summed([xs[0], xs[1]]).shape == (3, 4)
    assert a_dict({"x": xs[0], "y": torch.randn(7, 4)}, w)["y"].shape == (7, 5)
    assert nested(xs, w).shape == (6, 5)
    assert with_an_effect(xs).shape == (2, 4, 3)
    assert with_a_walrus(xs).shape == (3, 4)
    assert later(xs, torch.randn(3, 6)).shape == (2, 4, 6)
    assert rebound_before_it_runs(xs[0], torch.randn(3, 6)).shape == (2, 4, 6)
    assert [batch.shape for batch in a_generator(xs[0], 2)] == [(2, 4), (1, 4)]
    assert [row.shape for row in one_that_returns(xs[0])] == [(4,), (4,)]
    assert of_a_generator(xs[0], w).shape == (3, 5)
    assert enumerated(xs).shape == (2, 3)
    assert an_embedding_for_each([w, w], torch.zeros(2, 3, dtype=torch.int64)).shape == (2, 3, 5)
