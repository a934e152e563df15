"""The same with the element types that are wanted, and with such as are not certain."""

import torch
from jaxtyping import Bool, Float, Float16, Float32, Int, Shaped
from torch import Tensor


def scores(logits: Float[Tensor, "batch classes"]) -> Float[Tensor, "batch"]:
    return logits.amax(dim=-1)


def a_mask_as_scores(x: Float[Tensor, "batch classes"]) -> Float[Tensor, "batch"]:
    return scores((x > 0).float())


def classes_as_scores(labels: Int[Tensor, "batch classes"]) -> Float[Tensor, "batch"]:
    return scores(labels + 1.0)


def indices_as_values(x: Float[Tensor, "batch classes"]) -> Int[Tensor, "batch"]:
    return x.argmax(dim=-1)


def the_second_of_two(x: Float[Tensor, "batch classes"]) -> Int[Tensor, "batch"]:
    values, indices = x.max(dim=-1)
    return indices


def converted(x: Float[Tensor, "n"]) -> Int[Tensor, "n"]:
    return x.to(torch.int64)


def another_width(x: Float32[Tensor, "n"]) -> Float16[Tensor, "n"]:
    return (x * 2).half()


def a_sum_of_a_mask(mask: Bool[Tensor, "n m"]) -> Int[Tensor, "n"]:
    return mask.sum(dim=-1)


def of_any_type(x: Shaped[Tensor, "n"]) -> Float[Tensor, "n"]:
    return x


def of_one_of_two(x: Float[Tensor, "n"]) -> Float[Tensor, "n"]:
    y = x
    if x.shape[0] > 100:
        y = x > 0
    return y


def quotients(labels: Int[Tensor, "n"]) -> Float[Tensor, "n"]:
    return labels / 2


def a_chosen_range(n: int) -> Float[Tensor, "..."]:
    return torch.arange(0.0, n)


def with_a_given_type(dtype: torch.dtype) -> Float[Tensor, "3"]:
    return torch.zeros(3, dtype=torch.int64).to(dtype)


def picture(image: Bool[Tensor, "n"]) -> Float[Tensor, "n"]:
    return torch.where(image, 1.0, 0.0)


def asked_for_before(image: Float[Tensor, "n"]) -> Float[Tensor, "n"]:
    if image.dtype == torch.bool:
        return picture(image)
    if image.dtype in (torch.uint8, torch.bool) or not image.dtype.is_floating_point:
        return picture(image)
    if not torch.is_floating_point(image):
        return picture(image)
    return image if image.is_floating_point() else picture(image)


def run() -> None:
    assert a_mask_as_scores(torch.ones(2, 3)).shape == (2,)
    assert classes_as_scores(torch.ones(2, 3, dtype=torch.int64)).shape == (2,)
    assert indices_as_values(torch.ones(2, 3)).shape == (2,)
    assert the_second_of_two(torch.ones(2, 3)).shape == (2,)
    assert converted(torch.ones(3)).shape == (3,)
    assert another_width(torch.ones(3)).shape == (3,)
    assert a_sum_of_a_mask(torch.ones(2, 3, dtype=torch.bool)).shape == (2,)
    assert of_any_type(torch.ones(3)).shape == (3,)
    assert of_one_of_two(torch.ones(3)).shape == (3,)
    assert quotients(torch.ones(3, dtype=torch.int64)).shape == (3,)
    assert a_chosen_range(3).shape == (3,)
    assert with_a_given_type(torch.float32).shape == (3,)
    assert asked_for_before(torch.ones(3)).shape == (3,)
