"""Random programs over operations on tensors with named sizes, each from one seed.

Most are functions of PyTorch, some of NumPy; some are modules whose sizes are parameters of the constructor.
"""

from __future__ import annotations

from random import Random

from fuzz_harness import flow_steps, numpy_steps, torch_steps, view_steps
from fuzz_harness.view_steps import described
from fuzz_harness.writing import Sizes, Writer

HEAD = '''\
"""Random programs."""

import numpy as np
import torch
import torch.nn.functional as F
from einops import einsum, rearrange, reduce, repeat
from jaxtyping import Float
from torch import Tensor, nn

from conformable import checked
'''

_NAMES = ("a", "b", "c", "2", "3")
_UNUSUAL = ("#a", "1", "a+1", "2*b", "_")

_TORCH = (
    *(torch_steps.matmul, torch_steps.matmul, torch_steps.matmul_transposed, torch_steps.batched_product),
    *(torch_steps.two_operands, torch_steps.two_operands, torch_steps.same_shape, torch_steps.in_place),
    *(torch_steps.attention, torch_steps.vector_product, torch_steps.letters, torch_steps.window),
    *(torch_steps.reduce, torch_steps.reduce_pair, torch_steps.join),
    *(view_steps.transpose, view_steps.permute, view_steps.unsqueeze, view_steps.squeeze, view_steps.select),
    *(view_steps.cut, view_steps.cut_like, view_steps.flatten, view_steps.unflatten, view_steps.stretch),
    *(view_steps.split, view_steps.rearrange, view_steps.named_product),
    *(flow_steps.branch, flow_steps.loop, flow_steps.shrinking_loop, flow_steps.rows, flow_steps.guard),
    *(flow_steps.attempt, flow_steps.helper, flow_steps.declare, flow_steps.layer),
)

_NUMPY = (
    *(numpy_steps.matmul, numpy_steps.matmul, numpy_steps.letters, numpy_steps.outer, numpy_steps.join),
    *(numpy_steps.two_operands, numpy_steps.two_operands, numpy_steps.same_shape, numpy_steps.in_place),
    *(numpy_steps.reduce, numpy_steps.look, numpy_steps.look, numpy_steps.rows),
    *(numpy_steps.branch, numpy_steps.loop),
)


def program(seed: int) -> str:
    """Return the source of one function or module, the same for the same seed."""
    random = Random(seed)
    kind = random.choices((_torch_function, _numpy_function, _torch_module), (6, 2, 2))[0]
    return kind(random, seed)


def module(seeds: range) -> str:
    """Return the source of a file with one program for each seed."""
    return HEAD + "".join(f"\n\n{program(seed)}\n" for seed in seeds)


def _torch_function(random: Random, seed: int) -> str:
    writer = Writer(random, f"f{seed}", _TORCH)
    return _function(writer, _parameters(writer), "Tensor")


def _numpy_function(random: Random, seed: int) -> str:
    writer = Writer(random, f"f{seed}", _NUMPY)
    return _function(writer, _parameters(writer), "np.ndarray")


def _parameters(writer: Writer) -> dict[str, Sizes]:
    """Choose the parameters; the writer takes `#a` for `a`."""
    random = writer.random
    unusual = writer.happens(0.2)
    found: dict[str, Sizes] = {}
    for index in range(random.randint(2, 3)):
        sizes = tuple(random.choice(_NAMES) for _ in range(random.randint(1, 3)))
        # A sum or a product can only be checked where its name stands alone before it.
        if unusual and index and "a" in found["x0"] and "b" in found["x0"]:
            sizes = (*sizes[:-1], random.choice(_UNUSUAL))
        found[f"x{index}"] = sizes
        writer.shapes[f"x{index}"] = tuple("?" if size == "_" else size.lstrip("#") for size in sizes)
    return found


def _function(writer: Writer, parameters: dict[str, Sizes], array: str) -> str:
    written = [f'{name}: Float[{array}, "{" ".join(shape)}"]' for name, shape in parameters.items()]
    writer.some_steps(6)
    last, result = _result(writer, array)
    lines = [f"def {writer.name}({', '.join(written)}) -> {result}:", *writer.lines, f"    return {last}"]
    if result != array:
        lines.insert(0, "@checked")
    return "\n\n\n".join([*writer.definitions, "\n".join(lines)])


def _result(writer: Writer, array: str) -> tuple[str, str]:
    """Choose what is returned, and say now and then which shape it is guessed to have."""
    last = list(writer.shapes)[-1]
    declares = writer.happens(0.3) and not any("return" in line for line in writer.lines)
    if array != "Tensor" and not writer.shapes[last]:
        declares = False  # NumPy reduces to a scalar, which is no array
    return last, f'Float[{array}, "{described(writer.shapes[last])}"]' if declares else array


def _torch_module(random: Random, seed: int) -> str:
    """Write a class with parameters `p` and `q`, layers made from them, and a `forward` that uses these."""
    writer = Writer(random, f"M{seed}", _TORCH)
    shape = tuple(random.choice(("a", "b", "p", "3")) for _ in range(random.randint(1, 2)))
    writer.shapes["x"] = (*shape, "p")
    annotation = " ".join("{self.p}" if size == "p" else size for size in (*shape, "p"))
    layers: dict[str, str] = {}
    for _ in range(random.randint(1, 4)):
        if writer.happens(0.7):
            _apply_own_layer(writer, layers)
        else:
            random.choice(_TORCH)(writer)
    last, result = list(writer.shapes)[-1], "Tensor"
    made = [f"        self.{name} = {text}" for name, text in layers.items()]
    return "\n\n\n".join(
        [
            *writer.definitions,
            "\n".join(
                [
                    f"class {writer.name}(nn.Module):",
                    "    def __init__(self, p: int, q: int) -> None:",
                    "        super().__init__()",
                    "        self.p = p",
                    *made,
                    "",
                    f'    def forward(self, x: Float[Tensor, "{annotation}"]) -> {result}:',
                    *("    " + line for line in writer.lines),
                    f"        return {last}",
                ]
            ),
        ]
    )


def _apply_own_layer(writer: Writer, layers: dict[str, str]) -> None:
    name = writer.pick((2, 3))
    if name is None:
        return
    shape = writer.shapes[name]
    last = shape[-1] if shape[-1] in {"p", "q", "3"} and not writer.happens(0.1) else writer.choose("p", "q")
    to = writer.choose("p", "q", "3")
    made, call, result = writer.random.choice(
        [
            (f"nn.Linear({last}, {to})", "{0}({1})", (*shape[:-1], to)),
            (f"nn.LayerNorm({last})", "{0}({1})", shape),
            (f"nn.Sequential(nn.Linear({last}, {to}), nn.Tanh())", "{0}({1})", (*shape[:-1], to)),
            (f"nn.Parameter(torch.randn({to}, {last}))", "{1} @ {0}.mT", (*shape[:-1], to)),
            (f"nn.LSTM({last}, {to})", "{0}({1})[0]", (*shape[:-1], to)),
            (f"nn.ModuleList([nn.Linear({last}, {last})])", "{0}[0]({1})", shape),
        ]
    )
    attribute = f"layer{len(layers)}"
    layers[attribute] = made
    writer.assign(call.format(f"self.{attribute}", name), result)
