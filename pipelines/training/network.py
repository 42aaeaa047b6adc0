"""The judge as a torch network: a small BERT with the parties' kinds marked at their word pieces, and a head for pairs.

`pipelines.language.judge` runs the same head in numpy; tests hold the two against each other.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from pipelines.language.pieces import Labels
from pipelines.training.base import base_weights


@dataclass(frozen=True, slots=True)
class Size:
    """The encoder's measures; those of bge-small-en-v1.5 unless it is made small for a test."""

    layers: int = 12
    width: int = 384
    heads: int = 12
    inner: int = 1536
    words: int = 30522
    longest: int = 512


@dataclass(frozen=True, slots=True)
class Batch:
    """Questions as tensors: B sentences of T pieces; M places, each of a party; P pairs of parties.

    `pool` (B, places, T) averages the pieces of each place; `place_*`, `pair_*` say where in the batch each stands.
    """

    ids: Tensor
    marks: Tensor
    mask: Tensor
    pool: Tensor
    place_sentence: Tensor
    place_number: Tensor
    place_party: Tensor
    place_flag: Tensor
    kinds: Tensor
    subject: Tensor
    object: Tensor
    pair_sentence: Tensor
    pair_number: Tensor


class Layer(nn.Module):
    """One layer of the transformer."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.heads = size.heads
        self.query, self.key, self.value, self.attended = (nn.Linear(size.width, size.width) for _ in range(4))
        self.inner, self.outer = nn.Linear(size.width, size.inner), nn.Linear(size.inner, size.width)
        self.norm1, self.norm2 = nn.LayerNorm(size.width, 1e-12), nn.LayerNorm(size.width, 1e-12)
        self.dropout = nn.Dropout(0.1)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """States (B, T, width) to states."""
        size = (*states.shape[:2], self.heads, states.shape[2] // self.heads)
        query, key, value = (part(states).view(size).transpose(1, 2) for part in (self.query, self.key, self.value))
        seen = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        states = self.norm1(states + self.dropout(self.attended(seen.transpose(1, 2).reshape(states.shape))))
        return self.norm2(states + self.dropout(self.outer(nn.functional.gelu(self.inner(states)))))


class Encoder(nn.Module):
    """Word pieces and the kinds marked at them to states."""

    def __init__(self, size: Size, marks: int) -> None:
        super().__init__()
        counts = (size.words, size.longest, 2, marks)
        self.words, self.positions, self.types, self.marks = (nn.Embedding(count, size.width) for count in counts)
        nn.init.normal_(self.marks.weight, std=0.02)
        self.norm, self.dropout = nn.LayerNorm(size.width, 1e-12), nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer(size) for _ in range(size.layers))

    def forward(self, ids: Tensor, marks: Tensor, mask: Tensor) -> Tensor:
        """(B, T) three times to (B, T, width)."""
        placed = self.positions.weight[: ids.shape[1]] + self.types.weight[1]
        states = self.dropout(self.norm(self.words(ids) + placed + self.marks(marks)))
        for layer in self.layers:
            states = layer(states, mask[:, None, None, :].bool())
        return torch.as_tensor(states)

    def load_base(self) -> None:
        """Take over the weights to start from (`base`)."""
        given = base_weights()
        self.load_state_dict({own: torch.tensor(given[theirs]) for own, theirs in _renamed(len(self.layers)).items()}, strict=False)


def _renamed(layers: int) -> dict[str, str]:
    parts = {"words": "word_embeddings", "positions": "position_embeddings", "types": "token_type_embeddings"}
    names = {f"{own}.weight": f"embeddings.{theirs}.weight" for own, theirs in parts.items()}
    names |= {f"norm.{what}": f"embeddings.LayerNorm.{what}" for what in ("weight", "bias")}
    of_layer = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "attended": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "inner": "intermediate.dense",
        "outer": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for number in range(layers):
        for own, theirs in of_layer.items():
            names |= {f"layers.{number}.{own}.{w}": f"encoder.layer.{number}.{theirs}.{w}" for w in ("weight", "bias")}
    return names


class Network(nn.Module):
    """The encoder, and the head that weighs pairs."""

    def __init__(self, size: Size, labels: Labels) -> None:
        super().__init__()
        kinds, types, statuses, values = map(len, (labels.kinds, labels.types, labels.statuses, labels.values))
        width, inner = size.width, size.width * 2 // 3
        self.encoder = Encoder(size, kinds + 2)  # nobody, each kind, a reference
        self.kinds, self.flags = nn.Linear(kinds, width, bias=False), nn.Embedding(2, width)
        nn.init.zeros_(self.kinds.weight)
        nn.init.zeros_(self.flags.weight)
        self.subject, self.object, self.context = (nn.Linear(width, inner) for _ in range(3))
        self.asks, self.joined = nn.Linear(2 * inner, width), nn.Linear(4 * inner, inner)
        self.of_type, self.of_status, self.of_value = (nn.Linear(inner, n) for n in (types + 1, statuses + 1, values))
        self.dropout = nn.Dropout(0.2)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """The scores of types (P, types + 1) and statuses (P, statuses + 1), the first column for none, and of values (P, values)."""
        states = self.encoder(batch.ids, batch.marks, batch.mask)
        places = (batch.pool @ states)[batch.place_sentence, batch.place_number] + self.flags(batch.place_flag)
        sums = torch.full((len(batch.kinds), states.shape[2]), 1e-6).index_add(0, batch.place_party, places.clamp(-20, 20).exp())
        parties = self.dropout(sums.log() + self.kinds(batch.kinds))
        subject, object_ = torch.tanh(self.subject(parties))[batch.subject], torch.tanh(self.object(parties))[batch.object]
        where = (batch.pair_sentence, batch.pair_number)
        asks = torch.zeros(len(states), int(batch.pair_number.max()) + 1, states.shape[2])
        asks = asks.index_put(where, self.asks(torch.cat([subject, object_], 1)))
        scores = (asks @ states.transpose(1, 2) / math.sqrt(states.shape[2])).masked_fill(~batch.mask[:, None, :].bool(), -1e4)
        context = torch.tanh(self.context((scores.softmax(2) @ states)[where]))
        joined = torch.relu(self.joined(self.dropout(torch.cat([subject, object_, subject * object_, context], 1))))
        return self.of_type(joined), self.of_status(joined), self.of_value(joined)
