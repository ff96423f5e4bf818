"""The trained network as the file that onnxruntime reads: likeliest edits and log probabilities, 8-bit weights."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn

from vanthu.models.restore.tagger import WINDOW
from vanthu.pipelines.train.tagger.network import Network

if TYPE_CHECKING:
    import onnx

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
    """Write ``path``: matrices in 8 bits, a scale for each output, under the names that their weights have here."""
    import onnx  # noqa: PLC0415  as onnxruntime's quantisation, only here
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415  same

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
        verbose=False,
    )
    graph = onnx.load(whole)
    _name_matrices(graph, dict(model.named_parameters()))
    onnx.save(graph, whole)
    quantize_dynamic(
        whole, path, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gemm"], per_channel=True
    )
    whole.unlink()


def _name_matrices(graph: onnx.ModelProto, parameters: dict[str, Tensor]) -> None:
    """Give matrices, which the exporter turned over and numbered, their names back."""
    from onnx import numpy_helper  # noqa: PLC0415  see export

    turned = {name: p.detach().numpy().T for name, p in parameters.items() if p.ndim == 2}  # noqa: PLR2004  matrices
    for stored in graph.graph.initializer:
        values = numpy_helper.to_array(stored)
        name = next((n for n, p in turned.items() if p.shape == values.shape and np.array_equal(p, values)), None)
        if name is None:
            continue
        for node in graph.graph.node:
            for i, source in enumerate(node.input):
                if source == stored.name:
                    node.input[i] = name
        stored.name = name


def load_weights(network: Network, path: Path) -> None:
    """Take the weights of an exported file, as exact as 8 bits are: to be adapted from.

    Raises:
        KeyError: the file holds a network of another shape.
    """
    import onnx  # noqa: PLC0415  see export
    from onnx import numpy_helper  # noqa: PLC0415  see export

    stored = {i.name: numpy_helper.to_array(i) for i in onnx.load(path).graph.initializer}
    prefix = "network."
    state = {}
    for name in network.state_dict():
        full = prefix + name
        if full in stored:
            values = stored[full]
        else:
            values = (stored[f"{full}_quantized"].astype(np.float32) * stored[f"{full}_scale"]).T
        state[name] = torch.from_numpy(np.array(values, np.float32))
    network.load_state_dict(state)
