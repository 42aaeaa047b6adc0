"""Training of the gate: which sentences state anything at all, by their words; a logistic regression, in seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn.functional import binary_cross_entropy_with_logits

from pipelines.language.gate import SIZE, features, likelihood
from pipelines.language.pieces import Labels, pieces
from pipelines.training.lessons import Lesson

_EASY = 0.1  # what a gate that never saw a sentence gives less, the judge will not be asked either
_EPOCHS, _AT_ONCE, _RATE, _DECAY, _SEED = 8, 64, 3e-3, 1e-4, 4


@dataclass(frozen=True, slots=True)
class Fitted:
    """The gate's numbers: one for each place of `features`, and what they are added to."""

    weights: NDArray[np.float32]
    bias: float


def worth_learning(lessons: Sequence[Lesson], labels: Labels, tokenizer: Tokenizer) -> list[Lesson]:
    """Those that state something, and of the others those that a gate fitted to the other half of the texts lets through."""
    half = len(lessons) // 2
    kept = []
    for own, others in ((lessons[:half], lessons[half:]), (lessons[half:], lessons[:half])):
        gate = fit_gate(others, labels, tokenizer)
        kept += [one for one in own if one.answers or likelihood(pieces(one.question, tokenizer, labels), gate.weights, gate.bias) >= _EASY]
    return kept


def fit_gate(lessons: Sequence[Lesson], labels: Labels, tokenizer: Tokenizer) -> Fitted:
    """The same lessons give the same gate. Sentences with debatable statements only are left out."""
    clear = [one for one in lessons if not one.answers or not all(answer.optional for answer in one.answers.values())]
    places = [torch.as_tensor(features(pieces(one.question, tokenizer, labels))) for one in clear]
    states = torch.tensor([float(bool(one.answers)) for one in clear])
    torch.manual_seed(_SEED)
    weights, bias = torch.nn.EmbeddingBag(SIZE, 1, mode="sum"), torch.nn.Parameter(torch.zeros(1))
    torch.nn.init.zeros_(weights.weight)
    optimizer = torch.optim.Adam([*weights.parameters(), bias], lr=_RATE)
    chance, order = Random(_SEED), list(range(len(clear)))
    for _ in range(_EPOCHS):
        chance.shuffle(order)
        for start in range(0, len(order), _AT_ONCE):
            batch = order[start : start + _AT_ONCE]
            firsts = np.cumsum([0, *(len(places[n]) for n in batch[:-1])])
            scores = weights(torch.cat([places[n] for n in batch]), torch.as_tensor(firsts)).squeeze(1) + bias
            loss = binary_cross_entropy_with_logits(scores, states[batch]) + _DECAY * weights.weight.square().sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return Fitted(weights.weight.detach().squeeze(1).numpy(), float(bias.detach()))
