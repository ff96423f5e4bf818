"""The network of the character edit tagger: characters in, for each the string that it stands for.

Characters are looked at closely by convolutions, four of them at a time travel through a transformer at a quarter of
the rate (a syllable is four to five characters), and come back to be tagged one by one: most of the weights work on a
quarter of the positions, so the network costs a quarter of what its size suggests.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

STRIDE = 4


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network; ``width`` at the rate of characters, ``wide`` at a quarter of it."""

    inputs: int
    outputs: int
    width: int = 160
    wide: int = 384
    hidden: int = 768
    heads: int = 6
    layers: int = 5
    close: int = 2
    reach: int = 5


class Attention(nn.Module):
    """Attention over the whole window, with rotary positions."""

    def __init__(self, wide: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(wide, 3 * wide, bias=False)
        self.join = nn.Linear(wide, wide, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, length, wide) in and out."""
        batch, length, wide = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        turn = _positions(length, wide // self.heads, x.device)
        scores = _turned(q, turn) @ _turned(k, turn).transpose(-1, -2) * (wide // self.heads) ** -0.5
        return self.join((scores.softmax(-1).to(v.dtype) @ v).transpose(1, 2).reshape(batch, length, wide))


class Neighbours(nn.Module):
    """A convolution over ``reach`` neighbours, as one matrix product."""

    def __init__(self, width: int, reach: int) -> None:
        super().__init__()
        self.reach = reach
        self.mix = nn.Linear(width * reach, width)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, length, width) in and out."""
        half, length = self.reach // 2, x.shape[1]
        x = functional.pad(x, (0, 0, half, half))
        return self.mix(torch.cat([x[:, i : i + length] for i in range(self.reach)], -1))


class Layer(nn.Module):
    """Mix positions (by attention or among neighbours), then a gated step at each; the input passes around both."""

    def __init__(self, wide: int, hidden: int, mix: nn.Module) -> None:
        super().__init__()
        self.before, self.between = nn.LayerNorm(wide), nn.LayerNorm(wide)
        self.mix = mix
        self.up = nn.Linear(wide, 2 * hidden, bias=False)
        self.down = nn.Linear(hidden, wide, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, length, wide) in and out."""
        x = x + self.mix(self.before(x))
        gate, value = self.up(self.between(x)).chunk(2, -1)
        return x + self.down(functional.silu(gate) * value)


class Close(nn.Module):
    """A look at the neighbouring characters, around which the input passes unchanged."""

    def __init__(self, width: int, reach: int) -> None:
        super().__init__()
        self.norm, self.look = nn.LayerNorm(width), Neighbours(width, reach)
        self.out = nn.Linear(width, width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, length, width) in and out."""
        return x + self.out(functional.gelu(self.look(self.norm(x)), approximate="tanh"))


class Network(nn.Module):
    """(batch, length) character numbers in, (batch, length, outputs) logits out; length a multiple of four."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embed = nn.Embedding(shape.inputs, shape.width)
        self.close = nn.ModuleList(Close(shape.width, shape.reach) for _ in range(shape.close))
        self.gather = nn.Linear(STRIDE * shape.width, shape.wide)
        self.layers = nn.ModuleList(
            Layer(shape.wide, shape.hidden, Attention(shape.wide, shape.heads) if i % 2 else Neighbours(shape.wide, 3))
            for i in range(shape.layers)
        )
        self.spread = nn.Linear(shape.wide, STRIDE * shape.width)
        self.again = nn.ModuleList(Close(shape.width, shape.reach) for _ in range(shape.close))
        self.norm = nn.LayerNorm(shape.width)
        self.tag = nn.Linear(shape.width, shape.outputs)
        nn.init.normal_(self.embed.weight, std=0.5)

    def forward(self, characters: Tensor) -> Tensor:
        """Logits of every edit at every character."""
        x = self.embed(characters)
        for step in self.close:
            x = step(x)
        batch, length, width = x.shape
        y = self.gather(x.reshape(batch, length // STRIDE, STRIDE * width))
        for layer in self.layers:
            y = layer(y)
        x = x + self.spread(y).reshape(batch, length, width)
        for step in self.again:
            x = step(x)
        return self.tag(self.norm(x))


def _positions(length: int, size: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Rotary position angles (RoFormer, arXiv 2104.09864) as cosines and sines, (length, size / 2)."""
    rates = 1000.0 ** (-torch.arange(0, size, 2, device=device, dtype=torch.float32) / size)
    angles = torch.arange(length, device=device, dtype=torch.float32)[:, None] * rates
    return angles.cos(), angles.sin()


def _turned(x: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
    a, b = x.chunk(2, -1)
    cosine, sine = (t.to(x.dtype) for t in turn)
    return torch.cat([a * cosine - b * sine, a * sine + b * cosine], -1)
