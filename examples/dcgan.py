"""A DCGAN: a generator of images and a discriminator that judges them."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor, nn

from conformable import checked


class Generator(nn.Module):
    """From noise to images of 32 by 32."""

    def __init__(self, n_z: int, n_features: int, n_channels: int) -> None:
        super().__init__()
        self.main = nn.Sequential(
            nn.ConvTranspose2d(n_z, n_features * 4, 4, 1, 0, bias=False),
            nn.BatchNorm2d(n_features * 4),
            nn.ReLU(inplace=True),
            nn.ConvTranspose2d(n_features * 4, n_features * 2, 4, 2, 1, bias=False),
            nn.BatchNorm2d(n_features * 2),
            nn.ReLU(inplace=True),
            nn.ConvTranspose2d(n_features * 2, n_features, 4, 2, 1, bias=False),
            nn.BatchNorm2d(n_features),
            nn.ReLU(inplace=True),
            nn.ConvTranspose2d(n_features, n_channels, 4, 2, 1, bias=False),
            nn.Tanh(),
        )

    @checked
    def forward(self, z: Float[Tensor, "batch n_z"]) -> Float[Tensor, "batch n_channels 32 32"]:
        """Return one image for each row of noise."""
        return self.main(z[:, :, None, None])


class Discriminator(nn.Module):
    """From images of 32 by 32 to a logit: is it real?"""

    def __init__(self, n_channels: int, n_features: int) -> None:
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(n_channels, n_features, 4, 2, 1, bias=False),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(n_features, n_features * 2, 4, 2, 1, bias=False),
            nn.BatchNorm2d(n_features * 2),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(n_features * 2, n_features * 4, 4, 2, 1, bias=False),
            nn.BatchNorm2d(n_features * 4),
            nn.LeakyReLU(0.2, inplace=True),
        )
        self.judge = nn.Conv2d(n_features * 4, 1, 4, 1, 0, bias=False)

    @checked
    def forward(self, images: Float[Tensor, "batch n_channels 32 32"]) -> Float[Tensor, "batch"]:
        """Return the logit of each image."""
        features = self.features(images)
        logits = self.judge(features)
        return logits.view(-1)


@checked
def discriminator_loss(real: Float[Tensor, "batch"], fake: Float[Tensor, "batch"]) -> Float[Tensor, ""]:
    """Return how badly real images and fakes are told apart."""
    real_loss = F.binary_cross_entropy_with_logits(real, torch.ones_like(real))
    fake_loss = F.binary_cross_entropy_with_logits(fake, torch.zeros_like(fake))
    return real_loss + fake_loss


def main() -> None:
    """Train both for one step on random images."""
    torch.manual_seed(0)
    batch, n_z = 6, 20
    generator, discriminator = Generator(n_z, 8, 3), Discriminator(3, 8)
    optimizer_g = torch.optim.Adam(generator.parameters(), lr=2e-4, betas=(0.5, 0.999))
    optimizer_d = torch.optim.Adam(discriminator.parameters(), lr=2e-4, betas=(0.5, 0.999))

    images = torch.rand(batch, 3, 32, 32) * 2 - 1
    fakes = generator(torch.randn(batch, n_z))
    optimizer_d.zero_grad()
    loss_d = discriminator_loss(discriminator(images), discriminator(fakes.detach()))
    loss_d.backward()
    optimizer_d.step()

    optimizer_g.zero_grad()
    logits = discriminator(fakes)
    loss_g = F.binary_cross_entropy_with_logits(logits, torch.ones(batch))
    loss_g.backward()
    optimizer_g.step()
    print(f"fakes {tuple(fakes.shape)}, loss D {loss_d.item():.3f}, loss G {loss_g.item():.3f}")


if __name__ == "__main__":
    main()
