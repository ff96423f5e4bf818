"""The trained network as the file that onnxruntime reads: likeliest edits and log probabilities, 8-bit weights."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from vanthu.models.restore.tagger import WINDOW
from vanthu.pipelines.train.tagger.network import Network

OPTIONS = 8
"""Edits told for each character; the ninth is never likelier than a thousandth where it matters."""


class Likeliest(nn.Module):
    """(batch, window) character numbers in; tags and natural log probabilities out, (batch, window, options)."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, characters: Tensor) -> tuple[Tensor, Tensor]:
        """Best edits first."""
        log_probs, tags = torch.topk(torch.log_softmax(self.network(characters), -1), OPTIONS, -1)
        return tags, log_probs


def export(network: Network, path: Path) -> None:
    """Write ``path`` (8-bit weights, opset as torch chooses)."""
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415  with onnx, only here

    model = Likeliest(network.cpu().float()).eval()
    whole = path.with_suffix(".whole.onnx")
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    torch.onnx.export(
        model,
        (torch.ones((2, WINDOW), dtype=torch.long),),
        whole,
        input_names=["characters"],
        output_names=["tags", "log_probs"],
        dynamic_shapes={"characters": {0: torch.export.Dim("batch", min=1, max=64)}},
        dynamo=True,
        external_data=False,
    )
    quantize_dynamic(
        whole, path, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gemm"], per_channel=True
    )
    whole.unlink()


def save_weights(network: Network, path: Path) -> None:
    """The weights in half precision, to be adapted from: about 16 MB."""
    np.savez(path, **{name: w.detach().cpu().numpy().astype(np.float16) for name, w in network.state_dict().items()})


def load_weights(network: Network, path: Path) -> None:
    """Back from :func:`save_weights`."""
    with np.load(path) as stored:
        network.load_state_dict({name: torch.from_numpy(stored[name].astype(np.float32)) for name in stored})
