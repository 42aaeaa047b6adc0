"""The ledger: JSON Lines, one judgement a line, only ever appended to.

The order of lines means nothing and a doubled line counts once, so that two copies can be merged by
joining their lines. A line that cannot be read is set aside with its place and the way on; the others
count.
"""

import json
import os
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from filelock import FileLock

from pipelines.errors import RecordError, SettingsError
from pipelines.judgements.entries import ArticleRef, ClaimRef, EntityRef, Judgement, Verdict
from pipelines.records import Refusal, stable_id, to_milliseconds

REFS: Mapping[str, type[EntityRef] | type[ClaimRef] | type[ArticleRef]] = {
    "a": EntityRef,
    "b": EntityRef,
    "claim": ClaimRef,
    "article": ArticleRef,
}
# What an entry has to hold beside id, at, who and verdict.
NEEDED: Mapping[Verdict, tuple[str, ...]] = {
    Verdict.SAME: ("a", "b"),
    Verdict.DIFFERENT: ("a", "b"),
    Verdict.UNSURE: ("a", "b"),
    Verdict.RENAME: ("a", "name"),
    Verdict.ACCEPT: ("claim",),
    Verdict.REJECT: ("claim",),
    Verdict.RETRACT: ("article",),
    Verdict.UNDO: ("of",),
}
_TEXTS = ("id", "who", "why", "name", "of")
_CONFLICT = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")


class UnfitError(ValueError):
    """What is wrong with a line, in words that can follow its place."""


def new_judgement(verdict: Verdict, *, at: datetime, who: str, why: str = "", **fields_: Any) -> Judgement:
    """A judgement with its id, which is a hash of all that it says."""
    draft = Judgement("", to_milliseconds(at), who, verdict, why, **fields_)
    return Judgement(stable_id("j", _line(draft)), draft.at, who, verdict, why, **fields_)


class Ledger:
    """The judgements in one file, which need not be there yet."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> tuple[list[Judgement], list[Refusal]]:
        """Every judgement in order of (at, id), and a refusal for each line that is none.

        Of lines with one id and different contents none counts: which came first says nothing after a merge.
        """
        found: dict[str, list[tuple[int, bytes, Judgement]]] = defaultdict(list)
        refusals: list[Refusal] = []
        for number, line in enumerate(self._bytes().split(b"\n"), 1):
            if not line.strip():
                continue
            try:
                judgement = _judgement(line)
            except ValueError as error:
                refusals.append(self._refusal(number, line, str(error)))
            else:
                found[judgement.id].append((number, line, judgement))
        for id_, places in found.items():
            if len({judgement for *_, judgement in places}) > 1:
                problem = f"the id {id_} stands in lines {', '.join(str(number) for number, *_ in places)} with different contents"
                refusals += [self._refusal(number, line, problem) for number, line, _ in places]
        judgements = {places[0][2] for places in found.values() if len({judgement for *_, judgement in places}) == 1}
        return sorted(judgements, key=lambda judgement: (judgement.at, judgement.id)), refusals

    def append(self, *judgements: Judgement) -> None:
        """Add judgements at the end, safe on the disk when this returns.

        Raises RecordError for one that could not be read again; then none is written. Raises SettingsError
        when the file cannot be written.
        """
        lines = [self._readable(judgement) for judgement in judgements]
        try:
            self._add(lines)
        except OSError as error:
            fix = "Let this user write it and the folder it lies in, or set NEWSGRAPH_JUDGEMENTS to a file where that is so."
            raise SettingsError(f"cannot be written ({error.strerror}); nothing was decided", where=str(self.path), fix=fix) from error

    def _add(self, lines: list[bytes]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self.path.with_name(self.path.name + ".lock")), self.path.open("ab") as file:
            # A line cut short by a killed process must not swallow this one.
            cut_short = file.tell() > 0 and not self._bytes().endswith(b"\n")
            file.write(b"".join([b"\n"] * cut_short + lines))
            file.flush()
            os.fsync(file.fileno())

    def digest(self) -> str:
        """A hash of the lines, whatever their order and however often each stands; those that cannot be read count too."""
        lines = {line.strip() for line in self._bytes().split(b"\n")} - {b""}
        return sha256(b"\n".join(sorted(lines))).hexdigest()[:32]

    def _bytes(self) -> bytes:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            fix = "Set NEWSGRAPH_JUDGEMENTS to a file that this user can read."
            raise RecordError(f"cannot be read ({error.strerror})", where=str(self.path), fix=fix) from error

    def _readable(self, judgement: Judgement) -> bytes:
        try:
            line = _line(judgement).encode("utf-8")
            _judgement(line)
        except ValueError as error:
            raise RecordError(f"a judgement cannot be written: {error}", where=str(self.path), fix="Say it in other words.") from error
        return line + b"\n"

    def _refusal(self, number: int, line: bytes, problem: str) -> Refusal:
        where = f"{self.path.name}:{number}"
        message = f"{where}: {problem}. It does not count; mend that line, or take it out."
        return Refusal("resolve", "bad_judgement", message, where, "judgements", where, line[:500].decode("utf-8", "backslashreplace"))


def _line(judgement: Judgement) -> str:
    row = {name: value for name, value in asdict(judgement).items() if value not in (None, "")}
    row["at"] = judgement.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    for name in REFS:
        if name in row:
            row[name] = {key: value for key, value in row[name].items() if value is not None}
    return json.dumps(row, ensure_ascii=False)


def _judgement(line: bytes) -> Judgement:
    """Raises ValueError saying what is wrong with the line."""
    if line.startswith(_CONFLICT):
        raise UnfitError("is a mark that a merge left; keep the lines of both sides and take the marks out")
    try:
        row = json.loads(line.decode("utf-8-sig"))  # some editors put a mark at the beginning
    except RecursionError as error:
        raise UnfitError("is nested too deep") from error
    except json.JSONDecodeError as error:
        raise UnfitError(f"is no JSON: {error.msg} at character {error.pos + 1}") from error
    if not isinstance(row, dict):
        raise UnfitError("is no JSON object")
    stray = set(row) - {field.name for field in fields(Judgement)}
    if stray:
        raise UnfitError(f"the field {min(stray)!r} is unknown")
    texts: dict[str, Any] = {name: _text(row, name) for name in _TEXTS if name in row}
    for name in ("id", "who"):
        if not texts.get(name):
            raise UnfitError(f"the field {name!r} is missing")
    verdict = _verdict(row.get("verdict"))
    missing = next((name for name in NEEDED[verdict] if not row.get(name)), None)
    if missing:
        raise UnfitError(f"{verdict} needs the field {missing!r}")
    refs = {name: _ref(name, row[name]) for name in REFS if name in row}
    return Judgement(at=_moment(row.get("at")), verdict=verdict, **texts, **refs)


def _verdict(value: object) -> Verdict:
    if value not in list(Verdict):
        raise UnfitError(f"verdict is {value!r}; it must be one of {', '.join(Verdict)}")
    return Verdict(str(value))


def _text(row: Mapping[str, object], name: str) -> str:
    value = row[name]
    if not isinstance(value, str):
        raise UnfitError(f"{name} is {value!r}; it must be a text")
    value.encode("utf-8")  # a lone surrogate could be written nowhere
    return value


def _moment(value: object) -> datetime:
    if not isinstance(value, str):
        raise UnfitError("the field 'at' is missing")
    moment = datetime.fromisoformat(value)
    try:
        return to_milliseconds(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except OverflowError as error:
        raise UnfitError(f"at is {value!r}; no such moment can be kept") from error


def _ref(name: str, value: object) -> Any:
    if not isinstance(value, dict):
        raise UnfitError(f"{name} is {value!r}; it must be an object")
    texts = {key: _text(value, key) for key in value}
    try:
        ref = REFS[name](**texts)
    except TypeError as error:
        raise UnfitError(f"{name} does not fit: {error}") from error
    if isinstance(ref, EntityRef) and not ref.name.strip():
        raise UnfitError(f"{name} has no name")
    if isinstance(ref, EntityRef) and bool(ref.list_id) != bool(ref.entry_id):
        raise UnfitError(f"{name} names a list without its entry, or an entry without its list")
    return ref
