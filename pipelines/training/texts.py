"""The training texts: short articles of our own writing, each sentence with who takes part and what it states.

# deals-017 | deals digest              id and form of an article
E 1 Company Norvik Shipping             an entity: number, kind, full name
S [Norvik Shipping|1] has bought ...    a sentence; [words|number] is a name or reference, [both|1,2] stands for two
C INVESTS_IN 1 2 done kind=equity ...   what the sentence above states; `C?` where that is debatable. One of the two may
                                        have its bracket only in the sentence before it
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.errors import SettingsError

TEXTS = Path(__file__).parent / "texts"
_MENTION = re.compile(r"\[([^\[\]|]+)\|(\d+(?:,\d+)*)\]")
_ENDS = ".?!”\"'"  # what a sentence ends with; a headline does not, and is a paragraph of its own


@dataclass(frozen=True, slots=True)
class Stated:
    """A relation that a sentence states between two entities, by their numbers."""

    type: str
    subject: int
    object: int
    status: str | None
    attrs: Mapping[str, str]
    optional: bool


@dataclass(slots=True)
class Sentence:
    """A sentence: where it starts in the article's text, its mentions as (start, end, entity), and what it states."""

    start: int
    text: str
    mentions: list[tuple[int, int, int]]
    states: list[Stated] = field(default_factory=list)


@dataclass(slots=True)
class Text:
    """One article; `entities` are (kind, name) by number."""

    id: str
    form: str
    entities: dict[int, tuple[str, str]] = field(default_factory=dict)
    sentences: list[Sentence] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The article without its annotations, as an extractor reads it."""
        return "".join(s.text + _after(s) for s in self.sentences)


def read_texts(folder: Path = TEXTS) -> list[Text]:
    """All articles of all files. Raises SettingsError naming the line and what is wrong with it."""
    return [text for path in sorted(folder.glob("*.txt")) for text in _read(path)]


def _read(path: Path) -> list[Text]:
    found: list[Text] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            _take(line.strip(), found)
        except (ValueError, KeyError, IndexError) as error:
            fix = "See pipelines/training/texts.py for the form of a line."
            raise SettingsError(f"is no line of a training text: {error}", where=f"{path}:{number}", fix=fix) from error
    return found


def _take(line: str, texts: list[Text]) -> None:
    mark, _, rest = line.partition(" ")
    if mark == "#":
        id_, _, form = rest.partition(" | ")
        texts.append(Text(id_, form))
    elif mark == "E":
        number, kind, name = rest.split(" ", 2)
        texts[-1].entities[int(number)] = (kind, name)
    elif mark == "S":
        texts[-1].sentences.append(_sentence(rest, texts[-1]))
    elif mark in ("C", "C?"):
        texts[-1].sentences[-1].states.append(_stated(rest, texts[-1].sentences[-2:], optional=mark == "C?"))
    elif line:
        raise ValueError(f"starts with {mark!r}")


def _sentence(marked: str, article: Text) -> Sentence:
    text, mentions, read = "", [], 0
    for match in _MENTION.finditer(marked):
        text += marked[read : match.start()]
        numbers = [int(number) for number in match[2].split(",")]
        if unknown := [number for number in numbers if number not in article.entities]:
            raise ValueError(f"no E line has the number {unknown[0]}")
        mentions += [(len(text), len(text) + len(match[1]), number) for number in numbers]
        text += match[1]
        read = match.end()
    text += marked[read:]
    if stray := re.search(r"[\[\]|]", text):
        raise ValueError(f"a stray {stray[0]}")
    last = article.sentences[-1] if article.sentences else None
    return Sentence(last.start + len(last.text + _after(last)) if last else 0, text, mentions)


def _after(sentence: Sentence) -> str:
    return " " if sentence.text[-1] in _ENDS else "\n\n"


def _stated(rest: str, last: Sequence[Sentence], *, optional: bool) -> Stated:
    type_, subject, object_, *more = rest.split()
    status = more.pop(0) if more and "=" not in more[0] else None
    present, near = {entity for _, _, entity in last[-1].mentions}, {entity for one in last for _, _, entity in one.mentions}
    ends = {int(subject), int(object_)}
    if not ends <= near or not ends & present:
        raise ValueError("subject or object has no bracket in the sentence above or the one before it, or neither has one above")
    return Stated(type_, int(subject), int(object_), status, dict(pair.split("=", 1) for pair in more), optional)


def states(texts: list[Text]) -> Iterator[Stated]:
    """Everything that the texts state."""
    return (stated for text in texts for sentence in text.sentences for stated in sentence.states)
