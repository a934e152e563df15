"""A U-Net for segmentation: down to small images with many channels, and up again past the skipped ones."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from jaxtyping import Float, Int
from torch import Tensor, nn

from conformable import checked


class DoubleConv(nn.Module):
    """Two convolutions that keep the size of the image."""

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(in_channels, out_channels, 3, padding=1),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(inplace=True),
            nn.Conv2d(out_channels, out_channels, 3, padding=1),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(inplace=True),
        )

    @checked
    def forward(self, x: Float[Tensor, "batch in_channels h w"]) -> Float[Tensor, "batch out_channels h w"]:
        """Apply both convolutions."""
        return self.layers(x)


class Down(nn.Module):
    """Halve the image, then convolve."""

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.pool = nn.MaxPool2d(2)
        self.conv = DoubleConv(in_channels, out_channels)

    @checked
    def forward(
        self, x: Float[Tensor, "batch in_channels h w"]
    ) -> Float[Tensor, "batch out_channels h//2 w//2"]:
        """Go one level down."""
        return self.conv(self.pool(x))


class Up(nn.Module):
    """Double the image, put what was skipped beside it, then convolve."""

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.up = nn.ConvTranspose2d(in_channels, in_channels // 2, kernel_size=2, stride=2)
        self.conv = DoubleConv(in_channels // 2 + out_channels, out_channels)

    @checked
    def forward(
        self, x: Float[Tensor, "batch in_channels h w"], skip: Float[Tensor, "batch out_channels h2 w2"]
    ) -> Float[Tensor, "batch out_channels h2 w2"]:
        """Go one level up; pad where halving has lost a row or a column."""
        x = self.up(x)
        missing_h = skip.size(2) - x.size(2)
        missing_w = skip.size(3) - x.size(3)
        x = F.pad(x, (missing_w // 2, missing_w - missing_w // 2, missing_h // 2, missing_h - missing_h // 2))
        return self.conv(torch.cat([skip, x], dim=1))


class UNet(nn.Module):
    """Three levels."""

    def __init__(self, in_channels: int, n_classes: int, width: int = 8) -> None:
        super().__init__()
        self.inc = DoubleConv(in_channels, width)
        self.down1 = Down(width, width * 2)
        self.down2 = Down(width * 2, width * 4)
        self.down3 = Down(width * 4, width * 8)
        self.up1 = Up(width * 8, width * 4)
        self.up2 = Up(width * 4, width * 2)
        self.up3 = Up(width * 2, width)
        self.outc = nn.Conv2d(width, n_classes, kernel_size=1)

    @checked
    def forward(self, images: Float[Tensor, "batch in_channels h w"]) -> Float[Tensor, "batch n_classes h w"]:
        """Return the logits of each pixel."""
        x1 = self.inc(images)
        x2 = self.down1(x1)
        x3 = self.down2(x2)
        x4 = self.down3(x3)
        x = self.up1(x4, x3)
        x = self.up2(x, x2)
        x = self.up3(x, x1)
        return self.outc(x)


@checked
def dice_loss(
    logits: Float[Tensor, "batch n_classes h w"], labels: Int[Tensor, "batch h w"]
) -> Float[Tensor, ""]:
    """Return 1 minus the mean overlap of prediction and label."""
    probabilities = logits.softmax(dim=1)
    targets = F.one_hot(labels, logits.size(1)).permute(0, 3, 1, 2).float()
    overlap = (probabilities * targets).sum(dim=(2, 3))
    total = probabilities.sum(dim=(2, 3)) + targets.sum(dim=(2, 3))
    return 1 - (2 * overlap / (total + 1e-6)).mean()


def main() -> None:
    """Segment random images whose sides are not multiples of eight."""
    torch.manual_seed(0)
    model = UNet(in_channels=3, n_classes=4)
    images = torch.randn(2, 3, 37, 50)
    logits = model(images)
    loss = dice_loss(logits, torch.randint(4, (2, 37, 50)))
    loss.backward()
    print(f"{tuple(images.shape)} -> {tuple(logits.shape)}, loss {loss.item():.3f}")


if __name__ == "__main__":
    main()
