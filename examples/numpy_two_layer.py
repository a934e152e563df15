"""A network with two layers in NumPy, trained by hand-written gradients."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from conformable import checked


@checked
def forward(
    X: Float[np.ndarray, "batch n_in"],
    W1: Float[np.ndarray, "n_hidden n_in"],
    W2: Float[np.ndarray, "n_out n_hidden"],
) -> tuple[Float[np.ndarray, "batch n_hidden"], Float[np.ndarray, "batch n_out"]]:
    """Return the hidden activations and the output."""
    H = np.tanh(X @ W1.T)
    return H, H @ W2.T


@checked
def gradients(
    X: Float[np.ndarray, "batch n_in"],
    Y: Float[np.ndarray, "batch n_out"],
    W1: Float[np.ndarray, "n_hidden n_in"],
    W2: Float[np.ndarray, "n_out n_hidden"],
) -> tuple[Float[np.ndarray, "n_hidden n_in"], Float[np.ndarray, "n_out n_hidden"]]:
    """Return the gradients of the mean squared error: each has the shape of its weight."""
    H, output = forward(X, W1, W2)
    error = 2 * (output - Y) / Y.size
    back = (error @ W2) * (1 - H * H)
    return back.T @ X, error.T @ H


def main() -> None:
    """Fit a random linear map and print how the error falls."""
    random = np.random.default_rng(0)
    X = random.standard_normal((100, 3))
    Y = X @ random.standard_normal((3, 2))
    W1, W2 = random.standard_normal((16, 3)), random.standard_normal((2, 16)) / 4
    for step in range(201):
        if step % 100 == 0:
            _, output = forward(X, W1, W2)
            print(f"step {step:3}: error {np.mean((output - Y) ** 2):.3f}")
        dW1, dW2 = gradients(X, Y, W1, W2)
        W1, W2 = W1 - 0.2 * dW1, W2 - 0.2 * dW2


if __name__ == "__main__":
    main()
