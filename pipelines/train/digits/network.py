"""The network of the digit recogniser: convolutions over a strip, one row of classes for every four columns."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from vanthu.ingest.ocr.digits.strip import HEIGHT, SYMBOLS


class Network(nn.Module):
    """(batch, 1, 48, width) ink in; (batch, width / 4, 17) scores of the classes out. Sees 60 columns around each."""

    def __init__(self, width: int = 32) -> None:
        super().__init__()
        self.eye = nn.Sequential(
            _block(1, width // 2, 5, stride=2),
            _block(width // 2, width, 3),
            nn.MaxPool2d(2),
            _block(width, 2 * width, 3),
            _Residual(2 * width),
            nn.MaxPool2d((2, 1)),
            _block(2 * width, 3 * width, 3),
            nn.MaxPool2d((2, 1)),
        )
        self.row = nn.Sequential(
            nn.Conv1d(3 * width * (HEIGHT // 16), 4 * width, 1, bias=False), nn.BatchNorm1d(4 * width), nn.ReLU()
        )
        self.context = nn.ModuleList(_Sideways(4 * width, dilation) for dilation in (1, 2))
        self.drop = nn.Dropout(0.1)
        self.classes = nn.Conv1d(4 * width, len(SYMBOLS) + 1, 1)

    def forward(self, strips: Tensor) -> Tensor:
        """Scores of the classes, not yet probabilities."""
        seen = self.eye(strips)
        row = self.row(seen.flatten(1, 2))
        for layer in self.context:
            row = layer(row)
        return torch.as_tensor(self.classes(self.drop(row)).transpose(1, 2))


class _Residual(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.inner = _block(width, width, 3)

    def forward(self, seen: Tensor) -> Tensor:
        return torch.as_tensor(seen + self.inner(seen))


class _Sideways(nn.Module):
    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.inner = nn.Sequential(
            nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation, bias=False),
            nn.BatchNorm1d(width),
            nn.ReLU(),
        )

    def forward(self, row: Tensor) -> Tensor:
        return torch.as_tensor(row + self.inner(row))


def _block(inner: int, outer: int, size: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inner, outer, size, stride=stride, padding=size // 2, bias=False), nn.BatchNorm2d(outer), nn.ReLU()
    )
