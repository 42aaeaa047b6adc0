"""Other names in the same sentence: so that the network learns what a sentence says, not whom it usually says it of."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from pipelines.language.questions import Place, Question

RENAMED = ("Company", "Person", "Place")  # kinds; there are few countries, and what they do is not alike
_SHARE = 0.5  # of the parties get another name each time


def names_by_kind(questions: Sequence[Question]) -> dict[str, list[str]]:
    """The names that stand in the questions, as often as they stand there."""
    found: dict[str, list[str]] = {kind: [] for kind in RENAMED}
    for question in questions:
        for party in question.parties:
            if party.kinds[0] in found:
                found[party.kinds[0]] += [question.text[a:b] for a, b, is_reference in party.places if not is_reference]
    return found


def renamed(question: Question, names: Mapping[str, Sequence[str]], chance: Random) -> Question:
    """The question with about half of its companies, people and places under other names."""
    given = {
        number: chance.choice(names[party.kinds[0]])
        for number, party in enumerate(question.parties)
        if party.kinds[0] in RENAMED and chance.random() < _SHARE
    }
    text, read, moves = "", 0, []
    for start, end, number in sorted(
        (a, b, n) for n, p in enumerate(question.parties) for a, b, is_reference in p.places if not is_reference
    ):
        if number in given and start >= read:
            text += question.text[read:start] + given[number]
            moves.append((start, end, len(text) - len(given[number]), len(text)))
            read = end
    parties = tuple(replace(party, places=tuple(_moved(place, moves) for place in party.places)) for party in question.parties)
    return Question(text + question.text[read:], parties, question.pairs)


def _moved(place: Place, moves: Sequence[tuple[int, int, int, int]]) -> Place:
    start, end, is_reference = place
    shift = 0
    for old_start, old_end, new_start, new_end in moves:
        if start < old_end and end > old_start:  # the place itself, or one within or across it: all are the new name
            return new_start, new_end, is_reference
        if old_end <= start:
            shift = new_end - old_end
    return start + shift, end + shift, is_reference
