"""Training: lessons in random order and under changing names, until the network answers as the writers did."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

import torch
from rich.progress import track
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import cross_entropy
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from pipelines.language.pieces import Labels, Pieces, pieces
from pipelines.training.lessons import Lesson, Taught
from pipelines.training.network import Batch, Network, Size
from pipelines.training.renaming import names_by_kind, renamed

_MASKED = -100  # an answer that counts neither way


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train; the figures were tried on the half of the annotated articles that is for development."""

    layers: int = 12
    epochs: int = 3
    lessons: int = 8  # at once
    rate: float = 1.5e-4  # of the encoder
    head_rate: float = 1e-3
    warmth: float = 0.1  # share of the steps in which the rate rises; then it falls in a line
    stated: float = 1.5  # weight of a pair that a sentence states something of
    status: float = 0.3  # weight of the status beside the type
    value: float = 0.2  # and of each attribute's value
    average: float = 0.998  # share of the old in the running average of the weights, which is what comes out
    seed: int = 4


@dataclass(frozen=True, slots=True)
class Answers:
    """What is right for each pair of a batch: columns of the scores, or masked. `values` by the columns of one attribute."""

    types: Tensor
    statuses: Tensor
    values: dict[tuple[int, ...], Tensor]


def fit(lessons: Sequence[Lesson], labels: Labels, tokenizer: Tokenizer, plan: Plan) -> Network:
    """A trained network; the same lessons, plan and machine give the same."""
    torch.manual_seed(plan.seed)
    torch.set_num_threads(1)  # two threads wait for each other more than they do on sentences this short
    chance = Random(plan.seed)
    network = Network(Size(plan.layers), labels)
    network.encoder.load_base()
    network.encoder.words.weight.requires_grad = False
    trained = {name: weights for name, weights in network.named_parameters() if weights.requires_grad}
    groups = [[w for name, w in trained.items() if name.startswith("encoder") is of] for of in (True, False)]
    optimizer = torch.optim.AdamW([{"params": p, "lr": r} for p, r in zip(groups, (plan.rate, plan.head_rate), strict=True)])
    steps = plan.epochs * -(-len(lessons) // plan.lessons)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _share_of_rate(step, steps, plan.warmth))
    averaged = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(plan.average))
    names = names_by_kind([lesson.question for lesson in lessons])
    batches = (batch for _ in range(plan.epochs) for batch in _shuffled(lessons, plan.lessons, chance))
    for batch in track(batches, description="Training", total=steps):
        shown = [replace(lesson, question=renamed(lesson.question, names, chance)) for lesson in batch]
        cut = [pieces(lesson.question, tokenizer, labels) for lesson in shown]
        asked = [piece.answerable(lesson.question) for lesson, piece in zip(shown, cut, strict=True)]
        if any(asked):
            loss = _loss(network, tensors(shown, cut, asked, labels), _answers(shown, asked, labels), plan)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(list(trained.values()), 1.0)
            optimizer.step()
            averaged.update_parameters(network)
        schedule.step()
    network.load_state_dict(averaged.module.state_dict())
    network.eval()
    return network


def _share_of_rate(step: int, steps: int, warmth: float) -> float:
    return min(1.0, (step + 1) / max(1.0, warmth * steps)) * max(0.02, 1 - step / steps)


def _shuffled(lessons: Sequence[Lesson], at_once: int, chance: Random) -> Iterator[list[Lesson]]:
    """All lessons once; those of like length together, so that little is padded."""
    order = chance.sample(list(lessons), len(lessons))
    size = 20 * at_once
    batches = []
    for start in range(0, len(order), size):
        near = sorted(order[start : start + size], key=lambda lesson: len(lesson.question.text))
        batches += [near[n : n + at_once] for n in range(0, len(near), at_once)]
    chance.shuffle(batches)
    yield from batches


def tensors(shown: Sequence[Lesson], cut: Sequence[Pieces], asked: Sequence[Sequence[tuple[int, int]]], labels: Labels) -> Batch:
    """The questions as one batch; `asked` are their pairs."""
    longest = max(len(piece.ids) for piece in cut)
    ids, marks, mask = (torch.zeros(len(cut), longest, dtype=torch.long) for _ in range(3))
    pool = torch.zeros(len(cut), max(len(piece.places) for piece in cut), longest)
    places, pairs, first = [], [], 0
    for n, (lesson, piece) in enumerate(zip(shown, cut, strict=True)):
        length = len(piece.ids)
        ids[n, :length], marks[n, :length], mask[n, :length] = torch.tensor(piece.ids), torch.tensor(piece.marks), 1
        for number, (party, at, is_reference) in enumerate(piece.places):
            pool[n, number, list(at)] = 1 / len(at)
            places.append((n, number, first + party, int(is_reference)))
        pairs += [(first + i, first + j, n, number) for number, (i, j) in enumerate(asked[n])]
        first += len(lesson.question.parties)
    kinds = [[float(kind in party.kinds) for kind in labels.kinds] for lesson in shown for party in lesson.question.parties]
    place_sentence, place_number, place_party, place_flag = torch.tensor(places).T
    subject, object_, pair_sentence, pair_number = torch.tensor(pairs).T
    return Batch(
        ids=ids,
        marks=marks,
        mask=mask,
        pool=pool,
        place_sentence=place_sentence,
        place_number=place_number,
        place_party=place_party,
        place_flag=place_flag,
        kinds=torch.tensor(kinds),
        subject=subject,
        object=object_,
        pair_sentence=pair_sentence,
        pair_number=pair_number,
    )


def _answers(shown: Sequence[Lesson], asked: Sequence[Sequence[tuple[int, int]]], labels: Labels) -> Answers:
    taught = [lesson.answers.get(pair) for lesson, pairs in zip(shown, asked, strict=True) for pair in pairs]
    types, statuses = ([of(one, labels) for one in taught] for of in (_type, _status))
    values = {columns: [_value(one, labels, columns) for one in taught] for columns in labels.attributes()}
    return Answers(torch.tensor(types), torch.tensor(statuses), {columns: torch.tensor(right) for columns, right in values.items()})


def _type(taught: Taught | None, labels: Labels) -> int:
    if taught is None:
        return 0
    return _MASKED if taught.optional else 1 + labels.types.index(taught.type)


def _status(taught: Taught | None, labels: Labels) -> int:
    known = taught is not None and not taught.optional and f"{taught.type}.{taught.status}" in labels.statuses
    return 1 + labels.statuses.index(f"{taught.type}.{taught.status}") if known and taught else _MASKED


def _value(taught: Taught | None, labels: Labels, columns: Sequence[int]) -> int:
    if taught is not None and not taught.optional:
        for place, column in enumerate(columns):
            type_, attribute, value = labels.values[column].split(".")
            if taught.type == type_ and taught.attrs.get(attribute) == value:
                return place
    return _MASKED


def _loss(network: Network, batch: Batch, answers: Answers, plan: Plan) -> Tensor:
    """Pairs of a sentence with many count less each, or long lists would be all that is learnt."""
    types, statuses, values = network(batch)
    weights = torch.where(answers.types > 0, plan.stated, 1.0)
    per_sentence = torch.zeros(len(batch.ids)).index_add(0, batch.pair_sentence, weights)
    weights = weights / per_sentence.sqrt()[batch.pair_sentence] * (answers.types >= 0)
    of_types = cross_entropy(types, answers.types, ignore_index=_MASKED, reduction="none")
    loss = (of_types * weights).sum() / weights.sum().clamp_min(1e-6)
    loss = loss + plan.status * _of_known(statuses, answers.statuses)
    return loss + plan.value * sum((_of_known(values[:, columns], right) for columns, right in answers.values.items()), torch.zeros(()))


def _of_known(scores: Tensor, right: Tensor) -> Tensor:
    return cross_entropy(scores, right, ignore_index=_MASKED) if (right >= 0).any() else torch.zeros(())
