"""The patterns of one relation, read strictly from patterns/*.yml and checked against the graph schema.

Belongs here: the types of a pattern file and its loading. Does not: applying patterns (`claims`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path as FilePath

from graph_schema.errors import SchemaError
from graph_schema.spec import ClaimRule, PropertyType, RelationshipType, Schema
from graph_schema.strict import Fields, mapping, read_yaml
from pipelines.language.lexicon import model_errors
from pipelines.language.paths import Path, parse_path

PATTERNS = FilePath(__file__).parent / "patterns"
POS = {
    "verb": frozenset({"VERB", "AUX", "ADJ"}),
    "noun": frozenset({"NOUN", "PROPN"}),
    "adjective": frozenset({"ADJ", "VERB"}),
    "any": frozenset(),
}
OPEN_SUBJECT = ("topic", "sole", "speaker")
OPEN_OBJECT = ("usual", "main")
MEASURED = {"money": PropertyType.FLOAT, "currency": PropertyType.STRING, "money_usd": PropertyType.FLOAT, "percent": PropertyType.FLOAT}
_FRAME_KEYS = (
    "id",
    "says",
    "trigger",
    "pos",
    "where",
    "unless",
    "subject",
    "object",
    "between",
    "subject_kinds",
    "object_kinds",
    "open_subject",
    "open_object",
    "presupposed",
    "confidence",
    "status",
    "attrs",
    "texts",
)

WordLists = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that give a status: verbs or nouns above the trigger, auxiliaries, adjectives.

    `takes_back` are nouns for the fact itself: a later governor with one as its object ends it (`but it dropped the bid`).
    """

    status: str
    governors: frozenset[str]
    modals: frozenset[str]
    modifiers: frozenset[str]
    takes_back: frozenset[str]
    ends: bool


@dataclass(frozen=True, slots=True)
class CuedAttribute:
    """An attribute whose value follows from words in the sentence: (value, words), the first that fits."""

    name: str
    values: tuple[tuple[str, tuple[str, ...]], ...]
    scope: str  # near: trigger, what hangs on it and what it hangs on; sentence: anywhere
    default: str | None


@dataclass(frozen=True, slots=True)
class Frame:
    """One construction that states the relation. Paths are tried in order; the first that leads to a name counts.

    `open_subject` says who fills the subject where no path leads to a name: `topic`, whom the context is about;
    `sole`, the only one whom the article's other claims of this relation have in that role. `presupposed` says that
    the fact holds whatever becomes of it (`X may beat its rival Y`).
    """

    id: str
    says: str
    trigger: frozenset[str]
    pos: frozenset[str]
    where: tuple[Path, ...]
    unless: tuple[Path, ...]
    subject: tuple[Path, ...]
    object: tuple[Path, ...]
    between: tuple[Path, ...]
    subject_kinds: frozenset[str]
    object_kinds: frozenset[str]
    open_subject: str | None
    open_object: str | None
    presupposed: bool
    confidence: float
    status: str | None
    attrs: Mapping[str, str]
    texts: Mapping[str, tuple[Path, ...]]


@dataclass(frozen=True, slots=True)
class Relation:
    """All patterns of one relationship type.

    `implied_by`, as `INVESTS_IN.kind.acquisition`: what the judge finds of that value it finds of this type too.
    """

    type: RelationshipType
    default_status: str | None
    cues: tuple[Cue, ...]
    cued: tuple[CuedAttribute, ...]
    measured: Mapping[str, str]
    frames: tuple[Frame, ...]
    version: str
    implied_by: str | None = None

    @property
    def rule(self) -> ClaimRule:
        """What the schema says of the claims of this type."""
        assert self.type.claims is not None
        return self.type.claims


def load_relations(schema: Schema, folder: FilePath = PATTERNS) -> tuple[Relation, ...]:
    """Read each *.yml of `folder`. Raises ModelError naming file, key and fix, also for what the schema does not declare."""
    with model_errors():
        paths = sorted(folder.glob("*.yml"))
        if not paths:
            raise SchemaError("holds no *.yml", where=str(folder), fix="Name the folder that holds the patterns.")
        return tuple(_relation(path, schema) for path in paths)


def _relation(path: FilePath, schema: Schema) -> Relation:
    top = read_yaml(path)
    declared = schema.relationships.get(top.one_of("relation", tuple(schema.claim_types)))
    assert declared is not None
    assert declared.claims is not None
    listed = top.below("words")
    words = {name: frozenset(listed.texts(name)) for name in list(listed.values)}
    default, cues = _status(top.below("status"), declared.claims, words)
    cued, measured = _attributes(top.below("attributes"), declared.claims)
    frames = tuple(
        _frame(mapping(item, f"{top.where}: frames[{number}]"), declared.claims, declared.endpoints, words)
        for number, item in enumerate(top.take("frames", list))
    )
    telling = [value for other in schema.claim_types.values() for value in other.telling_values]
    implied_by = top.one_of("implied_by", telling) if "implied_by" in top.values else None
    top.finish(["relation", "implied_by", "words", "status", "attributes", "frames"])
    _check_ids(frames, top.where)
    if implied_by:
        _check_statuses(declared.claims, schema.claim_types[implied_by.partition(".")[0]], top.where)
    return Relation(declared, default, cues, cued, measured, frames, sha256(path.read_bytes()).hexdigest()[:12], implied_by)


def _check_statuses(rule: ClaimRule, implying: RelationshipType, where: str) -> None:
    assert implying.claims is not None
    if unknown := {status.name for status in implying.claims.statuses} - {status.name for status in rule.statuses}:
        fault = f"`implied_by`: {implying.type} may be {', '.join(sorted(unknown))}, which is no status here"
        raise SchemaError(fault, where=where, fix="Declare the same statuses, or leave it out.")


def _check_ids(frames: tuple[Frame, ...], where: str) -> None:
    ids = [frame.id for frame in frames]
    if doubled := sorted({i for i in ids if ids.count(i) > 1}):
        raise SchemaError(f"two frames are called `{doubled[0]}`", where=where, fix="Give one of them another id.")


def _listed(fields: Fields, key: str, words: WordLists) -> frozenset[str]:
    found: set[str] = set()
    for word in fields.texts(key):
        if word.startswith("$") and word[1:] not in words:
            raise SchemaError(f"no word list is called `{word}`", where=f"{fields.where}: {key}", fix="Add it under `words:`.")
        found |= words[word[1:]] if word.startswith("$") else {word}
    return frozenset(found)


def _status(fields: Fields, rule: ClaimRule, words: WordLists) -> tuple[str | None, tuple[Cue, ...]]:
    statuses = [status.name for status in rule.statuses]
    if not statuses:
        fields.finish([])
        return None, ()
    default = fields.one_of("default", statuses)
    cues = []
    for number, item in enumerate(fields.optional("cues", list, [])):
        cue = mapping(item, f"{fields.where}: cues[{number}]")
        name = cue.one_of("status", statuses)
        ends = rule.statuses[rule.rank(name)].ends
        keys = ("governors", "modals", "modifiers", "takes_back")
        governors, modals, modifiers, takes_back = (_listed(cue, key, words) for key in keys)
        cues.append(Cue(name, governors, modals, modifiers, takes_back, ends))
        cue.finish(["status", *keys])
    fields.finish(["default", "cues"])
    return default, tuple(cues)


def _attributes(fields: Fields, rule: ClaimRule) -> tuple[tuple[CuedAttribute, ...], dict[str, str]]:
    cued: list[CuedAttribute] = []
    measured: dict[str, str] = {}
    for name in list(fields.values):
        _check_attribute(name, None, rule, f"{fields.where}: {name}")
        below = fields.below(name)
        if "measure" in below.values:
            measured[name] = below.one_of("measure", tuple(MEASURED))
            if rule.attributes[name].type is not MEASURED[measured[name]]:
                raise SchemaError(f"is a {rule.attributes[name].type}", where=below.where, fix=f"Declare it as {MEASURED[measured[name]]}.")
        else:
            cued.append(_cued(name, below, rule))
        below.finish(["measure", "values", "scope", "default"])
    return tuple(cued), measured


def _cued(name: str, fields: Fields, rule: ClaimRule) -> CuedAttribute:
    values = mapping(fields.take("values", dict), f"{fields.where}: values")
    pairs = tuple((value, values.texts(value)) for value in list(values.values))
    default = fields.optional("default", str, "") or None
    for value in [value for value, _ in pairs] + ([default] if default else []):
        _check_attribute(name, value, rule, fields.where)
    scope = fields.one_of("scope", ("near", "sentence")) if "scope" in fields.values else "near"
    return CuedAttribute(name, pairs, scope, default)


def _check_attribute(name: str, value: str | None, rule: ClaimRule, where: str) -> None:
    if name not in rule.attributes:
        raise SchemaError(f"`{name}` is no attribute of its claims", where=where, fix=f"Use one of {', '.join(rule.attributes) or 'none'}.")
    allowed = rule.attributes[name].enum
    if value is not None and allowed and value not in allowed:
        raise SchemaError(f"`{name}: {value}` is not in the enumeration", where=where, fix=f"Use one of {', '.join(allowed)}.")


def _frame(fields: Fields, rule: ClaimRule, endpoints: tuple[tuple[str, str], ...], words: WordLists) -> Frame:
    name = fields.take("id", str)
    fields = Fields(f"{fields.where} `{name}`", fields.values)
    says = fields.take("says", str)
    trigger, pos = _listed(fields, "trigger", words), fields.one_of("pos", tuple(POS))
    ways = {key: _paths(fields, key, words) for key in ("where", "unless", "subject", "object", "between")}
    if not trigger or bool(ways["between"]) == bool(ways["subject"] and ways["object"]):
        raise SchemaError("is incomplete", where=fields.where, fix="Give `trigger`, and either `subject` and `object` or `between`.")
    confidence = fields.take("confidence", float)
    if not 0 < confidence <= 1:
        raise SchemaError(f"`confidence: {confidence}` is out of range", where=fields.where, fix="Give a number above 0 and up to 1.")
    status = fields.one_of("status", [s.name for s in rule.statuses]) if "status" in fields.values else None
    attrs = fields.below("attrs") if "attrs" in fields.values else mapping({}, fields.where)
    for key, value in attrs.values.items():
        _check_attribute(key, str(value), rule, attrs.where)
    texts = fields.below("texts") if "texts" in fields.values else mapping({}, fields.where)
    for key in texts.values:
        _check_attribute(key, None, rule, texts.where)
    frame = Frame(
        id=name,
        says=says,
        trigger=trigger,
        pos=POS[pos],
        open_subject=fields.one_of("open_subject", OPEN_SUBJECT) if "open_subject" in fields.values else None,
        open_object=fields.one_of("open_object", OPEN_OBJECT) if "open_object" in fields.values else None,
        presupposed=fields.optional("presupposed", bool, False),
        confidence=confidence,
        status=status,
        attrs={key: str(value) for key, value in attrs.values.items()},
        texts={key: _paths(texts, key, words) for key in list(texts.values)},
        subject_kinds=_kinds(fields, "subject_kinds", {start for start, _ in endpoints}),
        object_kinds=_kinds(fields, "object_kinds", {end for _, end in endpoints}),
        **ways,
    )
    fields.values.pop("attrs", None)
    fields.values.pop("texts", None)
    fields.finish(_FRAME_KEYS)
    return frame


def _paths(fields: Fields, key: str, words: WordLists) -> tuple[Path, ...]:
    return tuple(parse_path(text, words, f"{fields.where}: {key}") for text in fields.texts(key))


def _kinds(fields: Fields, key: str, declared: set[str]) -> frozenset[str]:
    """The kinds a role is restricted to; all that the relationship's endpoints allow where nothing is said."""
    kinds = _listed(fields, key, {}) or frozenset(declared)
    if wrong := sorted(kinds - declared):
        raise SchemaError(f"`{key}: {wrong[0]}` is no endpoint", where=fields.where, fix=f"Use one of {', '.join(sorted(declared))}.")
    return kinds
