"""A Vision Transformer: an image as a sequence of patches."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from jaxtyping import Float
from torch import Tensor, nn

from conformable import checked


class PatchEmbedding(nn.Module):
    """Cut an image into patches and project each of them."""

    def __init__(self, image_size: int, patch_size: int, in_channels: int, dim: int) -> None:
        super().__init__()
        assert image_size % patch_size == 0
        self.n_patches = (image_size // patch_size) ** 2
        self.projection = nn.Conv2d(in_channels, dim, kernel_size=patch_size, stride=patch_size)

    @checked
    def forward(
        self, images: Float[Tensor, "batch in_channels image_size image_size"]
    ) -> Float[Tensor, "batch {self.n_patches} dim"]:
        """Return the patches from left to right, from top to bottom."""
        return self.projection(images).flatten(2).transpose(1, 2)


class Attention(nn.Module):
    """Multi-head self-attention."""

    def __init__(self, dim: int, n_heads: int) -> None:
        super().__init__()
        assert dim % n_heads == 0
        self.n_heads = n_heads
        self.scale = (dim // n_heads) ** -0.5
        self.qkv = nn.Linear(dim, dim * 3)
        self.projection = nn.Linear(dim, dim)

    @checked
    def forward(self, x: Float[Tensor, "batch n dim"]) -> Float[Tensor, "batch n dim"]:
        """Let each patch attend to each patch."""
        batch, n, dim = x.shape
        qkv = self.qkv(x).reshape(batch, n, 3, self.n_heads, dim // self.n_heads).permute(2, 0, 3, 1, 4)
        q, k, v = qkv.unbind(0)
        attention = (q @ k.transpose(-2, -1)) * self.scale
        attention = attention.softmax(dim=-1)
        x = (attention @ v).transpose(1, 2).reshape(batch, n, dim)
        return self.projection(x)


class Encoder(nn.Module):
    """One layer of the transformer, with the norms in front."""

    def __init__(self, dim: int, n_heads: int, mlp_ratio: int = 4) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)
        self.attention = Attention(dim, n_heads)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(
            nn.Linear(dim, mlp_ratio * dim),
            nn.GELU(),
            nn.Dropout(0.1),
            nn.Linear(mlp_ratio * dim, dim),
            nn.Dropout(0.1),
        )

    @checked
    def forward(self, x: Float[Tensor, "batch n dim"]) -> Float[Tensor, "batch n dim"]:
        """Apply attention and MLP, each beside a residual path."""
        x = x + self.attention(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class VisionTransformer(nn.Module):
    """Classifies images by a class token that stands before the patches."""

    def __init__(
        self,
        image_size: int = 16,
        patch_size: int = 4,
        in_channels: int = 3,
        n_classes: int = 10,
        dim: int = 28,
        depth: int = 2,
        n_heads: int = 4,
    ) -> None:
        super().__init__()
        self.patches = PatchEmbedding(image_size, patch_size, in_channels, dim)
        self.class_token = nn.Parameter(torch.zeros(1, 1, dim))
        self.positions = nn.Parameter(torch.randn(1, 1 + self.patches.n_patches, dim) * 0.02)
        self.encoders = nn.Sequential(*[Encoder(dim, n_heads) for _ in range(depth)])
        self.norm = nn.LayerNorm(dim)
        self.head = nn.Linear(dim, n_classes)

    @checked
    def forward(
        self, images: Float[Tensor, "batch in_channels image_size image_size"]
    ) -> Float[Tensor, "batch n_classes"]:
        """Return the logits of each image."""
        x = self.patches(images)
        class_token = self.class_token.expand(x.shape[0], -1, -1)
        x = torch.cat((class_token, x), dim=1) + self.positions
        x = self.norm(self.encoders(x))
        return self.head(x[:, 0])


def main() -> None:
    """Classify random images, at twice the resolution too."""
    torch.manual_seed(0)
    model = VisionTransformer()
    images = torch.randn(5, 3, 16, 16)
    logits = model(images)
    loss = F.cross_entropy(logits, torch.randint(10, (5,)))
    loss.backward()
    larger = VisionTransformer(image_size=32)
    enlarged = F.interpolate(images, scale_factor=2)
    print(f"{tuple(images.shape)} -> {tuple(logits.shape)}; {tuple(larger(enlarged).shape)}")


if __name__ == "__main__":
    main()
