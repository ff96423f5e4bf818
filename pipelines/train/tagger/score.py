"""How a training goes: share of words wrong after the likeliest edits alone, without n-grams or guard."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from vanthu.corpora.noise.examples import Example
from vanthu.models.restore.alphabet import Alphabet
from vanthu.pipelines.train.tagger.batches import row
from vanthu.pipelines.train.tagger.network import Network
from vanthu.pipelines.train.trials import words_wrong


@torch.no_grad()
def error(network: Network, alphabet: Alphabet, examples: Sequence[Example]) -> float:
    """Share of words wrong, of what fits into the window of each example."""
    device = next(network.parameters()).device
    characters = torch.from_numpy(np.stack([row(example, alphabet)[0] for example in examples])).to(device)
    network.eval()
    with torch.autocast(device.type, torch.bfloat16):
        tags = network(characters).argmax(-1).tolist()
    network.train()
    wrong = total = 0
    for example, of_example in zip(examples, tags, strict=True):
        written = "".join(map(alphabet.write, example.read, of_example))
        counts = words_wrong("".join(example.labels[: characters.shape[1]]), written)
        wrong, total = wrong + counts[0], total + counts[1]
    return wrong / max(total, 1)
