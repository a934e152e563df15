"""A variational autoencoder of small images."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor, nn

from conformable import checked


class VAE(nn.Module):
    """Maps images of `side` by `side` to a normal distribution over `n_latent` numbers, and back."""

    def __init__(self, side: int = 28, n_hidden: int = 64, n_latent: int = 5) -> None:
        super().__init__()
        self.side = side
        self.n_latent = n_latent
        self.encoder = nn.Sequential(nn.Flatten(), nn.Linear(side * side, n_hidden), nn.ReLU())
        self.to_mean = nn.Linear(n_hidden, n_latent)
        self.to_log_variance = nn.Linear(n_hidden, n_latent)
        self.decoder = nn.Sequential(
            nn.Linear(n_latent, n_hidden), nn.ReLU(), nn.Linear(n_hidden, side * side), nn.Sigmoid()
        )

    @checked
    def encode(
        self, images: Float[Tensor, "batch 1 side side"]
    ) -> tuple[Float[Tensor, "batch n_latent"], Float[Tensor, "batch n_latent"]]:
        """Return the mean and the logarithm of the variance."""
        hidden = self.encoder(images)
        return self.to_mean(hidden), self.to_log_variance(hidden)

    @checked
    def reparameterize(
        self, mean: Float[Tensor, "batch n_latent"], log_variance: Float[Tensor, "batch n_latent"]
    ) -> Float[Tensor, "batch n_latent"]:
        """Draw from the distribution in a way that gradients pass."""
        deviation = torch.exp(0.5 * log_variance)
        noise = torch.randn_like(deviation)
        return mean + noise * deviation

    @checked
    def decode(self, z: Float[Tensor, "batch n_latent"]) -> Float[Tensor, "batch 1 side side"]:
        """Return one image for each row."""
        pixels = self.decoder(z)
        return pixels.view(-1, 1, self.side, self.side)

    @checked
    def forward(
        self, images: Float[Tensor, "batch 1 side side"]
    ) -> tuple[
        Float[Tensor, "batch 1 side side"], Float[Tensor, "batch n_latent"], Float[Tensor, "batch n_latent"]
    ]:
        """Return the images as they come back, and the distribution."""
        mean, log_variance = self.encode(images)
        z = self.reparameterize(mean, log_variance)
        return self.decode(z), mean, log_variance

    @checked
    def sample(self, n: int) -> Float[Tensor, "{n} 1 side side"]:
        """Draw new images."""
        z = torch.randn(n, self.n_latent)
        return self.decode(z)


@checked
def negative_elbo(
    reconstruction: Float[Tensor, "batch 1 h w"],
    images: Float[Tensor, "batch 1 h w"],
    mean: Float[Tensor, "batch n_latent"],
    log_variance: Float[Tensor, "batch n_latent"],
) -> Float[Tensor, ""]:
    """Return the reconstruction error plus the divergence from the standard normal distribution."""
    batch = images.shape[0]
    error = F.binary_cross_entropy(reconstruction, images, reduction="sum") / batch
    divergence = -0.5 * (1 + log_variance - mean.pow(2) - log_variance.exp()).sum(dim=1)
    return error + divergence.mean()


def main() -> None:
    """Train for a few steps on random images."""
    torch.manual_seed(0)
    model = VAE()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    images = torch.rand(16, 1, 28, 28)
    for step in range(11):
        reconstruction, mean, log_variance = model(images)
        loss = negative_elbo(reconstruction, images, mean, log_variance)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 5 == 0:
            print(f"step {step:2}: loss {loss.item():.1f}")
    samples = model.sample(7)
    print(f"samples {tuple(samples.shape)}")


if __name__ == "__main__":
    main()
