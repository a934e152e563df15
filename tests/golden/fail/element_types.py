"""Tensors of another element type than their annotation allows; the kind or the type is certain."""

import torch
from jaxtyping import Bool, Float, Float16, Float32, Int
from torch import Tensor


def scores(logits: Float[Tensor, "batch classes"]) -> Float[Tensor, "batch"]:
    return logits.amax(dim=-1)


def a_mask_as_scores(x: Float[Tensor, "batch classes"]) -> Float[Tensor, "batch"]:
    return scores(x > 0)
    # E: Argument "logits" to "scores" has element type Bool; expected Float  [shape-dtype]


def classes_as_scores(labels: Int[Tensor, "batch classes"]) -> Float[Tensor, "batch"]:
    return scores(labels + 1)
    # E: Argument "logits" to "scores" has element type Int; expected Float  [shape-dtype]
    # N: labels + 1 has shape "batch classes"


def indices_as_values(x: Float[Tensor, "batch classes"]) -> Float[Tensor, "batch"]:
    return x.argmax(dim=-1)
    # E: Return value has element type Int; expected Float  [shape-dtype]
    # N: x.argmax(dim=-1) has shape "batch"


def the_second_of_two(x: Float[Tensor, "batch classes"]) -> Float[Tensor, "batch"]:
    values, indices = x.max(dim=-1)
    return indices
    # E: Return value has element type Int; expected Float  [shape-dtype]
    # N: indices has shape "batch"


def converted(x: Float[Tensor, "n"]) -> Int[Tensor, "n"]:
    return x.to(torch.float32)
    # E: Return value has element type Float32; expected Int  [shape-dtype]
    # N: x.to(torch.float32) has shape "n"


def asked_for_another(image: Float[Tensor, "n"], mask: Bool[Tensor, "n"]) -> Int[Tensor, "n"]:
    if mask.dtype == torch.bool:
        return image
        # E: Return value has element type Float; expected Int  [shape-dtype]
        # N: image: Float[Tensor, "n"], declared at line 42
    return mask.int()


def another_width(x: Float32[Tensor, "n"]) -> Float16[Tensor, "n"]:
    return x * 2
    # E: Return value has element type Float32; expected Float16  [shape-dtype]
    # N: x * 2 has shape "n"


def a_sum_of_a_mask(mask: Bool[Tensor, "n m"]) -> Bool[Tensor, "n"]:
    return mask.sum(dim=-1)
    # E: Return value has element type Int; expected Bool  [shape-dtype]
    # N: mask.sum(dim=-1) has shape "n"


RUNS = {
    "a_mask_as_scores": lambda: a_mask_as_scores(torch.ones(2, 3)),
    "classes_as_scores": lambda: classes_as_scores(torch.ones(2, 3, dtype=torch.int64)),
    "indices_as_values": lambda: indices_as_values(torch.ones(2, 3)),
    "the_second_of_two": lambda: the_second_of_two(torch.ones(2, 3)),
    "converted": lambda: converted(torch.ones(3)),
    "asked_for_another": lambda: asked_for_another(torch.ones(3), torch.ones(3) > 0),
    "another_width": lambda: another_width(torch.ones(3)),
    "a_sum_of_a_mask": lambda: a_sum_of_a_mask(torch.ones(2, 3, dtype=torch.bool)),
}
