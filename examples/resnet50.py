"""ResNet-50: bottleneck blocks with residual paths."""

from __future__ import annotations

from typing import Final

import torch
from jaxtyping import Float
from torch import Tensor, nn

from conformable import checked


def conv3x3(in_channels: int, out_channels: int, stride: int = 1) -> nn.Conv2d:
    """Make a convolution that keeps the size, divided by the stride."""
    return nn.Conv2d(in_channels, out_channels, kernel_size=3, stride=stride, padding=1, bias=False)


def conv1x1(in_channels: int, out_channels: int, stride: int = 1) -> nn.Conv2d:
    """Make a convolution of single pixels."""
    return nn.Conv2d(in_channels, out_channels, kernel_size=1, stride=stride, bias=False)


class Bottleneck(nn.Module):
    """Three convolutions, the middle one narrow, beside a residual path."""

    expansion: Final = 4

    def __init__(self, in_channels: int, width: int, stride: int = 1) -> None:
        super().__init__()
        self.out_channels = out_channels = width * self.expansion
        self.conv1 = conv1x1(in_channels, width)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = conv3x3(width, width, stride)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = conv1x1(width, out_channels)
        self.bn3 = nn.BatchNorm2d(out_channels)
        self.relu = nn.ReLU(inplace=True)
        self.downsample: nn.Module = nn.Identity()
        if stride != 1 or in_channels != out_channels:
            self.downsample = nn.Sequential(
                conv1x1(in_channels, out_channels, stride), nn.BatchNorm2d(out_channels)
            )

    @checked
    def forward(
        self, x: Float[Tensor, "batch in_channels h w"]
    ) -> Float[Tensor, "batch {self.out_channels} h2 w2"]:
        """Apply the block."""
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.relu(self.bn2(self.conv2(out)))
        out = self.bn3(self.conv3(out))
        return self.relu(out + self.downsample(x))


class ResNet(nn.Module):
    """Four stages of blocks; each but the first halves the image and doubles the channels."""

    def __init__(self, layers: tuple[int, int, int, int], n_classes: int = 1000, width: int = 64) -> None:
        super().__init__()
        self.in_channels = width
        self.stem = nn.Sequential(
            nn.Conv2d(3, width, kernel_size=7, stride=2, padding=3, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(kernel_size=3, stride=2, padding=1),
        )
        self.layer1 = self._make_layer(width, layers[0])
        self.layer2 = self._make_layer(width * 2, layers[1], stride=2)
        self.layer3 = self._make_layer(width * 4, layers[2], stride=2)
        self.layer4 = self._make_layer(width * 8, layers[3], stride=2)
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(width * 8 * Bottleneck.expansion, n_classes)

    def _make_layer(self, width: int, n_blocks: int, stride: int = 1) -> nn.Sequential:
        """Make a stage, whose first block changes the number of channels."""
        blocks = [Bottleneck(self.in_channels, width, stride)]
        self.in_channels = width * Bottleneck.expansion
        blocks += [Bottleneck(self.in_channels, width) for _ in range(n_blocks - 1)]
        return nn.Sequential(*blocks)

    @checked
    def forward(self, images: Float[Tensor, "batch 3 h w"]) -> Float[Tensor, "batch n_classes"]:
        """Return the logits of each image."""
        x = self.stem(images)
        x = self.layer1(x)
        x = self.layer2(x)
        x = self.layer3(x)
        x = self.layer4(x)
        x = self.avgpool(x)
        x = torch.flatten(x, 1)
        return self.fc(x)


def resnet50(n_classes: int = 1000, width: int = 64) -> ResNet:
    """Make a ResNet with the 50 layers of the paper."""
    return ResNet((3, 4, 6, 3), n_classes, width)


def main() -> None:
    """Classify random images with a narrow network."""
    torch.manual_seed(0)
    model = resnet50(n_classes=10, width=8)
    images = torch.randn(2, 3, 64, 96)
    features = model.layer1(model.stem(images))
    logits = model(images)
    print(f"{tuple(images.shape)} -> {tuple(features.shape)} -> {tuple(logits.shape)}")


if __name__ == "__main__":
    main()
