"""A mistake at the top level of a module."""

import torch

x = torch.randn(2, 3)
w = torch.randn(4, 3)
y = x @ w
# E: matmul: inner sizes differ: 3 (axis -1 of x) and 4 (axis -2 of w)  [shape-matmul]
# N: x has shape "2 3"
# N: w has shape "4 3"
# N: "w.T" would fit: its shape is "3 4"
