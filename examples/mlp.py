"""A multi-layer perceptron for classification: forward pass, loss and one step of gradient descent."""

from __future__ import annotations

import torch
from jaxtyping import Float, Int
from torch import Tensor

from conformable import checked


@checked
def forward(
    x: Float[Tensor, "batch n_in"],
    w1: Float[Tensor, "n_hidden n_in"],
    b1: Float[Tensor, "n_hidden"],
    w2: Float[Tensor, "n_classes n_hidden"],
    b2: Float[Tensor, "n_classes"],
) -> Float[Tensor, "batch n_classes"]:
    """Return the logits of a network with one hidden layer."""
    hidden = torch.relu(x @ w1.T + b1)
    return hidden @ w2.T + b2


@checked
def one_hot(labels: Int[Tensor, "batch"], n_classes: int) -> Float[Tensor, "batch n_classes"]:
    """Return a row for each label, 1 at the label and 0 elsewhere."""
    return (labels.unsqueeze(-1) == torch.arange(n_classes)).float()


@checked
def cross_entropy(
    logits: Float[Tensor, "batch n_classes"], targets: Float[Tensor, "batch n_classes"]
) -> Float[Tensor, ""]:
    """Return the mean cross-entropy of the rows, whose targets add up to 1."""
    log_sums = torch.logsumexp(logits, dim=-1)
    return (log_sums - (logits * targets).sum(dim=-1)).mean()


def main() -> None:
    """Fit random points and print how the loss falls."""
    torch.manual_seed(0)
    batch, n_in, n_hidden, n_classes = 64, 8, 32, 3
    x = torch.randn(batch, n_in)
    targets = one_hot(torch.randint(n_classes, (batch,)), n_classes)
    parameters = [
        torch.randn(n_hidden, n_in) / n_in**0.5,
        torch.zeros(n_hidden),
        torch.randn(n_classes, n_hidden) / n_hidden**0.5,
        torch.zeros(n_classes),
    ]
    for parameter in parameters:
        parameter.requires_grad_()
    for step in range(101):
        loss = cross_entropy(forward(x, *parameters), targets)
        for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
            parameter.data -= 0.5 * gradient
        if step % 50 == 0:
            print(f"step {step:3}: loss {loss.item():.3f}")


if __name__ == "__main__":
    main()
