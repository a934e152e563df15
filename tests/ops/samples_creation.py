"""Samples of `conformable.core.ops.creation`, `literals` and `drawing`."""

from __future__ import annotations

import numpy as np
import torch

from ops.sample import S, T, refused, row, rows

LIST = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]

OF_SIZES = [
    *rows("torch: empty ones rand randn zeros", S("b"), S("n"), 3, gives="b n 3"),
    *rows("torch: empty ones rand randn zeros", (S("b"), 2), dtype=torch.float64, gives="b 2"),
    *rows("torch: empty ones rand randn zeros", size=(S("b"),), gives="b"),
    row("torch.zeros", (), gives=""),
    row("torch.zeros", S("b"), device="cpu", requires_grad=True, gives="b"),
    row("torch.empty_strided", (S("b"), S("n")), (1, 1), gives="b n"),
    row("torch.empty_permuted", (S("b"), S("n")), (1, 0), gives="b n"),
    row("torch.Tensor.new_empty_strided", T("k"), (S("b"), S("n")), (1, 1), gives="b n"),
    *rows(
        "torch.signal.windows: bartlett blackman cosine exponential gaussian hamming hann kaiser nuttall",
        S("n"),
        gives="n",
    ),
    row("torch.signal.windows.general_cosine", S("n"), a=[0.5, 0.5], gives="n"),
    row("torch.signal.windows.general_hamming", S("n"), alpha=0.5, gives="n"),
    row("numpy.indices", (S("b"), S("n")), gives="2 b n"),
    row("torch.full", (S("b"), S("n")), 0.5, gives="b n"),
    row("torch.full", size=(S("b"),), fill_value=1.0, gives="b"),
    *rows("numpy: empty ones zeros", (S("b"), S("n")), gives="b n"),
    *rows("numpy: empty ones zeros", S("b"), gives="b"),
    *rows("numpy: empty ones zeros", shape=(S("b"), 2), dtype=np.int64, gives="b 2"),
    row("numpy.zeros", (S("b"), 2), np.int64, gives="b 2"),
    row("numpy.full", (S("b"), S("n")), 0.5, gives="b n"),
    *rows("numpy.random: rand randn", S("b"), 3, gives="b 3"),
    *rows("numpy.random: rand randn", gives=""),
    *rows("torch.Tensor: new_empty new_ones new_zeros", T("k"), S("b"), 2, gives="b 2"),
    *rows("torch.Tensor: new_empty new_ones new_zeros", T("k"), (S("b"), 2), dtype=torch.bool, gives="b 2"),
    row("torch.Tensor.new_full", T("k"), (S("b"), 2), 0.5, gives="b 2"),
    *rows("torch: empty_like ones_like rand_like randn_like zeros_like", T("b n"), gives="b n"),
    row("torch.zeros_like", T("b n"), dtype=torch.bool, gives="b n"),
    row("torch.full_like", T("b n"), 0.5, gives="b n"),
    row("torch.randint_like", T("b n"), 0, 10, gives="b n"),
    *rows("numpy: empty_like ones_like zeros_like", T("b n"), gives="b n"),
    row("numpy.full_like", T("b n"), 0.5, gives="b n"),
    row("numpy.zeros_like", T("b n"), shape=(S("k"), 2), gives="k 2"),
    row("torch.scalar_tensor", 1.0, gives=""),
    row("torch.eye", S("n"), gives="n n"),
    row("torch.eye", S("n"), S("m"), gives="n m"),
    row("numpy.eye", S("n"), gives="n n"),
    row("numpy.eye", S("n"), S("m"), k=1, gives="n m"),
    row("numpy.tri", S("n"), gives="n n"),
    row("numpy.identity", S("n"), gives="n n"),
    row("torch.randperm", S("n"), gives="n"),
    *rows(
        "torch: bartlett_window blackman_window hamming_window hann_window kaiser_window", S("n"), gives="n"
    ),
    row("torch.hann_window", S("n"), periodic=False, gives="n"),
    *rows("numpy: bartlett blackman hamming hanning", S("n"), gives="n"),
    row("numpy.kaiser", S("n"), 14.0, gives="n"),
]

RANGES = [
    row("torch.arange", S("n"), gives="n"),
    row("torch.arange", 5, device="cpu", gives="5"),
    row("torch.arange", S("n"), S("m"), gives="m-n"),
    row("torch.arange", 0, S("n"), 1, gives="n"),
    row("torch.arange", 0, S("2*n"), 2, gives="n"),
    row("torch.arange", 2, 9, 3, gives="3"),
    row("torch.arange", 9, 2, -3, gives="3"),
    row("torch.arange", 0.0, 1.0, 0.25, gives="4"),
    row("torch.arange", 0, 1, 0.1, gives="10"),
    row("torch.arange", start=1, end=S("n"), gives="n-1"),
    row("torch.arange", S("n"), -1, -1, gives="n+1"),
    row("numpy.arange", S("n"), gives="n"),
    row("numpy.arange", 1, S("n"), gives="n-1"),
    row("numpy.arange", 5, 2, gives="0"),
    row("numpy.arange", start=0, stop=S("n"), step=1, gives="n"),
    row("numpy.arange", 0.0, 1.0, 0.3, gives="4"),
    *rows("torch: linspace logspace", 0.0, 1.0, S("n"), gives="n"),
    row("torch.linspace", 0, 1, steps=S("n"), device="cpu", gives="n"),
    *rows("numpy: linspace logspace geomspace", 1.0, 2.0, S("n"), gives="n"),
    *rows("numpy: linspace logspace geomspace", 1.0, 2.0, gives="50"),
    row("numpy.linspace", T("b 1"), T("k"), num=5, gives="5 b k"),
    row("torch.tril_indices", 3, 4, gives="2 6"),
    row("torch.tril_indices", 3, 4, 1, gives="2 9"),
    row("torch.triu_indices", 3, 4, gives="2 9"),
    row("torch.triu_indices", 5, 3, -1, gives="2 9"),
    row("torch.triu_indices", S("n"), S("n"), offset=1, gives="2 n*(n-1)//2"),
    row("torch.tril_indices", S("n"), S("n"), gives="2 n*(n+1)//2"),
    row("numpy.tril_indices", 4, gives=("10", "10")),
    row("numpy.triu_indices", 4, 1, gives=("6", "6")),
    row("numpy.triu_indices", 4, 0, 3, gives=("6", "6")),
]

LITERALS = [
    *rows("torch: tensor as_tensor asarray", LIST, gives="3 2"),
    row("torch.tensor", 2.5, gives=""),
    row("torch.tensor", [], gives="0"),
    row("torch.tensor", [S("b"), S("n")], gives="2"),
    row("torch.tensor", [True, False, True], dtype=torch.bool, gives="3"),
    *rows("torch: tensor as_tensor asarray", T("b n"), gives="b n"),
    row("torch.Tensor.new_tensor", T("k"), LIST, gives="3 2"),
    row("torch.FloatTensor", S("b"), 3, gives="b 3"),
    row("torch.Tensor", S("b"), S("n"), gives="b n"),
    row("torch.Tensor", LIST, gives="3 2"),
    *rows("torch: DoubleTensor FloatTensor HalfTensor BFloat16Tensor", LIST, gives="3 2"),
    *rows("torch: BoolTensor ByteTensor CharTensor IntTensor LongTensor ShortTensor", S("b"), 3, gives="b 3"),
    *rows("numpy: array asarray asanyarray asfortranarray ascontiguousarray", LIST, gives="3 2"),
    *rows("numpy: array asarray asanyarray asfortranarray ascontiguousarray", T("b n"), gives="b n"),
    row("numpy.array", [T("n"), T("n")], gives="2 n"),
    row("numpy.array", LIST, np.float32, gives="3 2"),
    row("numpy.ascontiguousarray", 2.5, gives="1"),
]

DRAWING = [
    *rows(
        "numpy.random: random random_sample ranf sample standard_cauchy standard_exponential standard_normal",
        (S("b"), S("n")),
        gives="b n",
    ),
    *rows(
        "numpy.random: random random_sample ranf sample standard_cauchy standard_exponential standard_normal",
        gives="",
    ),
    row("numpy.random.standard_normal", size=S("b"), gives="b"),
    *rows(
        """numpy.random: chisquare exponential geometric logseries pareto poisson power rayleigh
        standard_gamma standard_t weibull""",
        0.5,
        (S("b"), S("n")),
        gives="b n",
    ),
    row("numpy.random.zipf", 2.0, (S("b"), S("n")), gives="b n"),
    row("numpy.random.poisson", T("b n"), gives="b n"),
    row("numpy.random.poisson", lam=T("b n"), gives="b n"),
    *rows(
        """numpy.random: beta f gamma gumbel laplace logistic lognormal negative_binomial
        noncentral_chisquare normal uniform vonmises wald""",
        0.5,
        0.5,
        (S("b"), S("n")),
        gives="b n",
    ),
    row("numpy.random.binomial", 10, 0.5, (S("b"), S("n")), gives="b n"),
    row("numpy.random.randint", 0, 10, (S("b"), S("n")), gives="b n"),
    row("numpy.random.randint", 10, size=S("b"), gives="b"),
    row("numpy.random.normal", T("b 1"), T("n"), gives="b n"),
    row("numpy.random.normal", loc=0.0, scale=T("n"), gives="n"),
    row("numpy.random.uniform", size=(S("b"), 3), gives="b 3"),
    row("numpy.random.hypergeometric", 10, 10, 5, S("b"), gives="b"),
    row("numpy.random.triangular", 0.0, 0.5, 1.0, S("b"), gives="b"),
    row("numpy.random.choice", 10, gives=""),
    row("numpy.random.choice", T("n"), (S("b"), 2), gives="b 2"),
    row("numpy.random.choice", 10, size=S("b"), replace=True, gives="b"),
    row("numpy.random.permutation", S("n"), gives="n"),
    row("numpy.random.permutation", T("b n"), gives="b n"),
    row("torch.randint", 0, 10, (S("b"), S("n")), gives="b n"),
    row("torch.randint", 10, (S("b"),), gives="b"),
    row("torch.randint", 10, size=(S("b"), 3), device="cpu", gives="b 3"),
    row("torch.randint", low=0, high=10, size=(S("b"),), gives="b"),
    row("torch.normal", 0.0, 1.0, (S("b"), S("n")), gives="b n"),
    row("torch.normal", T("b n"), 1.0, gives="b n"),
    row("torch.normal", mean=0.0, std=1.0, size=(S("b"),), gives="b"),
]

SAMPLES = [*OF_SIZES, *RANGES, *LITERALS, *DRAWING, row("torch.from_numpy", T("b n", "array"), gives="b n")]

REFUSED = [
    refused("torch.zeros", -1, 3, code="shape-op"),
    refused("torch.arange", 5, 2, code="shape-op"),
    refused("torch.arange", S("n+1"), S("n"), code="shape-op"),
    refused("torch.arange", 0.0, -1.0, 0.5, code="shape-op"),
    refused("numpy.zeros", (2, -3), code="shape-op"),
    refused("torch.eye", -1, code="shape-op"),
    refused("numpy.array", [[1.0, 2.0], [3.0]], code="shape-op"),
    refused("numpy.array", [T("n"), T("k")], code="shape-op"),
    refused("numpy.array", [[1.0, 2.0], 3.0], code="shape-rank"),
    refused("torch.tensor", [[1.0, 2.0], [3.0]], code="shape-op"),
    refused("numpy.random.normal", T("b n"), T("k"), code="shape-broadcast"),
    refused("numpy.linspace", T("b"), T("k"), code="shape-broadcast"),
]
