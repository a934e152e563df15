"""The block of a diffusion U-Net: residual convolutions that know the time, and attention over the image."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from einops import rearrange
from jaxtyping import Float, Int
from torch import Tensor, nn

from conformable import checked


@checked
def timestep_embedding(timesteps: Int[Tensor, "batch"], dim: int) -> Float[Tensor, "batch {dim}"]:
    """Return sines and cosines of the timesteps."""
    half = dim // 2
    frequencies = torch.exp(-math.log(10_000) * torch.arange(half) / half)
    angles = timesteps[:, None].float() * frequencies[None]
    return torch.cat([torch.cos(angles), torch.sin(angles)], dim=-1)


class ResBlock(nn.Module):
    """Two convolutions with the embedded time added in between, beside a residual path."""

    def __init__(self, in_channels: int, out_channels: int, d_time: int, groups: int = 4) -> None:
        super().__init__()
        self.norm1 = nn.GroupNorm(groups, in_channels)
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, padding=1)
        self.time = nn.Sequential(nn.SiLU(), nn.Linear(d_time, 2 * out_channels))
        self.norm2 = nn.GroupNorm(groups, out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1)
        self.skip = nn.Conv2d(in_channels, out_channels, 1) if in_channels != out_channels else nn.Identity()

    @checked
    def forward(
        self, x: Float[Tensor, "batch in_channels h w"], time: Float[Tensor, "batch d_time"]
    ) -> Float[Tensor, "batch out_channels h w"]:
        """Apply the block."""
        h = self.conv1(F.silu(self.norm1(x)))
        scale, shift = self.time(time)[:, :, None, None].chunk(2, dim=1)
        h = self.norm2(h) * (1 + scale) + shift
        h = self.conv2(F.silu(h))
        return h + self.skip(x)


class AttentionBlock(nn.Module):
    """Each pixel attends to each pixel."""

    def __init__(self, channels: int, n_heads: int = 2, groups: int = 4) -> None:
        super().__init__()
        self.n_heads = n_heads
        self.norm = nn.GroupNorm(groups, channels)
        self.qkv = nn.Conv1d(channels, 3 * channels, 1)
        self.proj = nn.Conv1d(channels, channels, 1)

    @checked
    def forward(self, x: Float[Tensor, "batch channels h w"]) -> Float[Tensor, "batch channels h w"]:
        """Attend over the image."""
        height = x.shape[2]
        pixels = rearrange(self.norm(x), "b c h w -> b c (h w)")
        q, k, v = rearrange(self.qkv(pixels), "b (three n d) p -> three b n p d", three=3, n=self.n_heads)
        attended = F.scaled_dot_product_attention(q, k, v)
        merged = rearrange(attended, "b n p d -> b (n d) p")
        return x + rearrange(self.proj(merged), "b c (h w) -> b c h w", h=height)


class Downsample(nn.Module):
    """Halve the image."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, stride=2, padding=1)

    @checked
    def forward(self, x: Float[Tensor, "batch channels h w"]) -> Float[Tensor, "batch channels h2 w2"]:
        """Return every second pixel of a convolution."""
        return self.conv(x)


class Denoiser(nn.Module):
    """One level down and up again, with the time embedded once."""

    def __init__(self, in_channels: int, channels: int, d_time: int = 32) -> None:
        super().__init__()
        self.channels = channels
        self.time = nn.Sequential(nn.Linear(channels, d_time), nn.SiLU(), nn.Linear(d_time, d_time))
        self.first = nn.Conv2d(in_channels, channels, 3, padding=1)
        self.down = ResBlock(channels, 2 * channels, d_time)
        self.downsample = Downsample(2 * channels)
        self.middle = AttentionBlock(2 * channels)
        self.up = ResBlock(4 * channels, channels, d_time)
        self.last = nn.Conv2d(channels, in_channels, 3, padding=1)

    @checked
    def forward(
        self, x: Float[Tensor, "batch in_channels h w"], timesteps: Int[Tensor, "batch"]
    ) -> Float[Tensor, "batch in_channels h w"]:
        """Return the noise that was added to each image."""
        time = self.time(timestep_embedding(timesteps, self.channels))
        skipped = self.down(self.first(x), time)
        small = self.middle(self.downsample(skipped))
        large = F.interpolate(small, size=skipped.shape[2:], mode="nearest")
        h = self.up(torch.cat([large, skipped], dim=1), time)
        return self.last(h)


@checked
def add_noise(
    images: Float[Tensor, "batch c h w"],
    noise: Float[Tensor, "batch c h w"],
    timesteps: Int[Tensor, "batch"],
    alphas: Float[Tensor, "steps"],
) -> Float[Tensor, "batch c h w"]:
    """Mix images and noise as far as each timestep says."""
    alpha = alphas.cumprod(dim=0)[timesteps].view(-1, 1, 1, 1)
    return alpha.sqrt() * images + (1 - alpha).sqrt() * noise


def main() -> None:
    """Train for one step on random images."""
    torch.manual_seed(0)
    model = Denoiser(in_channels=3, channels=8)
    images = torch.randn(4, 3, 14, 10)
    timesteps = torch.randint(100, (4,))
    alphas = 1 - torch.linspace(1e-4, 2e-2, 100)
    noise = torch.randn_like(images)
    predicted = model(add_noise(images, noise, timesteps, alphas), timesteps)
    loss = F.mse_loss(predicted, noise)
    loss.backward()
    print(f"{tuple(images.shape)} -> {tuple(predicted.shape)}, loss {loss.item():.3f}")


if __name__ == "__main__":
    main()
