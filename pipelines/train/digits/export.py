"""The trained network as the file that onnxruntime reads."""

from __future__ import annotations

import logging
from pathlib import Path

import torch
from torch import Tensor, nn

from vanthu.ingest.ocr.digits.strip import COLUMNS, HEIGHT
from vanthu.pipelines.train.digits.network import Network
from vanthu.pipelines.train.digits.strips import DATE_WIDTH


class Probable(nn.Module):
    """Strips in, probabilities of the classes of each column out."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, strips: Tensor) -> Tensor:
        """(batch, 1, 48, width) → (batch, width / 4, 17)."""
        return torch.softmax(self.network(strips), -1)


def export(network: Network, path: Path) -> None:
    """Write ``path``: any number of strips of any width that is a multiple of 8."""
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    path.parent.mkdir(parents=True, exist_ok=True)
    # the width is told as four times a number of columns: the exporter proves that the pooling comes out even
    columns = torch.export.Dim("columns", min=4, max=1024)
    torch.onnx.export(
        Probable(network.cpu().float()).eval(),
        (torch.zeros((2, 1, HEIGHT, DATE_WIDTH)),),
        path,
        input_names=["strips"],
        output_names=["probabilities"],
        dynamic_shapes={"strips": {0: torch.export.Dim("batch", min=1, max=64), 3: COLUMNS * columns}},
        dynamo=True,
        external_data=False,
        verbose=False,
    )
