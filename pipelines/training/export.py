"""The trained network as the files that `pipelines.language.judge` reads: encoder.onnx, head.npz,
gate.npz, labels.json, tokenizer.json.

The encoder's large matrices are stored in eight bits, a scale for each row of embeddings and each column of the others,
and are computed with in 32: a quarter of the size, and the same numbers on every processor.
"""

import json
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from tokenizers import Tokenizer
from torch import Tensor, nn

from pipelines.language.judge import fingerprint
from pipelines.language.pieces import Labels
from pipelines.training.gating import Fitted
from pipelines.training.network import Network

_LARGE = 10_000  # numbers; smaller matrices are not worth it


class _Encoded(nn.Module):
    """The encoder alone: what ONNX is made of. The head is run in numpy."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.encoder = network.encoder

    def forward(self, ids: Tensor, kinds: Tensor, mask: Tensor) -> Tensor:
        return torch.as_tensor(self.encoder(ids, kinds, mask))


def export(network: Network, gate: Fitted, labels: Labels, tokenizer: Tokenizer, folder: Path) -> None:
    """Write the files; the tokenizer too, so that model and word pieces cannot come apart."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "encoder.onnx").write_bytes(_stored_small(_traced(network)).SerializeToString())
    head = {name: weights.detach().numpy() for name, weights in network.named_parameters() if not name.startswith("encoder")}
    np.savez_compressed(folder / "gate.npz", weights=gate.weights.astype(np.float16), bias=np.float32(gate.bias))
    renamed = {"kinds.weight": "kinds", "flags.weight": "flags"}
    kept = {renamed.get(name, name): (value.T if name == "kinds.weight" else value).astype(np.float16) for name, value in head.items()}
    np.savez_compressed(folder / "head.npz", **kept)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    if not (folder / "thresholds.yml").exists():  # those that somebody set stay
        _write_thresholds(folder, labels)
    found = {**asdict(labels), "weights": fingerprint(folder)}
    (folder / "labels.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _write_thresholds(folder: Path, labels: Labels) -> None:
    lines = ["# From which likelihood on a sentence is read; from which on a claim is made, below which one is taken back, and the share"]
    lines += ["# of the judge's claims that are right: what its likelihood is multiplied with."]
    lines += ["read: 0.2"]
    lines += [f"{type_}: {{add: 0.9, keep: 0.0, trust: 0.8}}" for type_ in labels.types]
    (folder / "thresholds.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _traced(network: Network) -> onnx.ModelProto:
    ids = torch.ones(2, 20, dtype=torch.long)
    sizes = {0: torch.export.Dim("sentences", min=1, max=512), 1: torch.export.Dim("pieces", min=2, max=256)}
    with TemporaryDirectory() as place:
        path = Path(place) / "encoder.onnx"
        torch.onnx.export(
            _Encoded(network.eval()),
            (ids, torch.zeros_like(ids), torch.ones_like(ids)),
            str(path),
            input_names=["ids", "kinds", "mask"],
            output_names=["states"],
            dynamic_shapes=(sizes, sizes, sizes),
            external_data=False,
            verbose=False,
        )
        return onnx.load(path)


def _stored_small(model: onnx.ModelProto) -> onnx.ModelProto:
    graph = model.graph
    embeddings = {node.input[0] for node in graph.node if node.op_type == "Gather"}
    added = []
    for weights in list(graph.initializer):
        values = numpy_helper.to_array(weights)
        if values.ndim == 2 and values.size >= _LARGE and values.dtype == np.float32:
            axis = 0 if weights.name in embeddings else 1
            scale = np.maximum(np.abs(values).max(axis=1 - axis), 1e-8) / 127
            small = np.rint(values / np.expand_dims(scale, 1 - axis)).astype(np.int8)
            parts = {"small": small, "scale": scale.astype(np.float32)}
            graph.initializer.remove(weights)
            graph.initializer.extend(numpy_helper.from_array(value, f"{weights.name}.{part}") for part, value in parts.items())
            added.append(helper.make_node("DequantizeLinear", [f"{weights.name}.{part}" for part in parts], [weights.name], axis=axis))
    nodes = [*added, *graph.node]
    for told in (model, graph, *nodes, *graph.input, *graph.output, *graph.value_info):
        told.ClearField("doc_string")
        told.ClearField("metadata_props")  # torch tells where on this machine each line of the network stands
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    return model
