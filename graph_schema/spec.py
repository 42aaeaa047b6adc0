"""The types a graph declaration is made of: frozen, without behaviour beyond look-ups.

`graph_schema.load` builds them from model/*.yml; everything else (constraints, checks, MERGE
statements, reference page) is a pure function of a `Schema`. No file is read here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

ENTITY = "Entity"
CLAIM = "Claim"
DEAL = "Deal"
WITHDRAWN = "Withdrawn"  # label beside a node's own: taken back, kept so that the past can be asked
WITHDRAWN_WHY = "withdrawn_why"  # a node carries that label exactly when it has this property
ROW_HASH = "row_hash"  # property of everything we write: hash of the row, and the mark that it is ours
ENDED = "ended"  # property of what is over, where no claim says so
FACT_ID = "fact_id"  # key of each relationship type that is rolled up from claims


class PropertyType(StrEnum):
    """The value types a property may have, by their Neo4j names in lower case."""

    STRING = "string"
    INTEGER = "integer"
    FLOAT = "float"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    STRINGS = "list<string>"


@dataclass(frozen=True, slots=True)
class Property:
    """One declared property of a node label or relationship type."""

    name: str
    type: PropertyType
    description: str
    required: bool = False
    enum: tuple[str, ...] = ()
    index: bool = False
    processing: bool = False  # a time of processing: shown, but no part of hashes
    mark: str | None = None  # #RRGGBB: the colour of what has it, of true and false; it comes before every other colour


@dataclass(frozen=True, slots=True)
class Look:
    """How something is drawn. `colour` is #RRGGBB; `icon` a name of the Lucide set.

    `size_by` is a property of true and false, or a number: the more of it, the larger or wider; `larger_from` are the
    numbers from which it is a step larger. `colour_by` is an enumerated property: its first value has `colour` itself,
    the later ones are weaker.
    """

    colour: str = "#808080"
    icon: str | None = None
    size_by: str | None = None
    larger_from: tuple[float, ...] = ()
    colour_by: str | None = None

    def over(self, base: "Look") -> "Look":
        """This look, which takes over from `base` what it does not say itself."""
        sized = self if self.size_by else base
        return Look(
            base.colour if self.colour == Look().colour else self.colour,
            self.icon or base.icon,
            sized.size_by,
            sized.larger_from,
            self.colour_by or base.colour_by,
        )


@dataclass(frozen=True, slots=True)
class NodeType:
    """A label. `base` is the label it extends (Company extends Entity), whose key it shares."""

    label: str
    description: str
    key: str
    caption: str
    properties: Mapping[str, Property]
    base: str | None = None
    abstract: bool = False  # a node needs a more specific label beside this one
    fulltext: tuple[str, ...] = ()
    withdrawable: bool = False  # it stays when it is taken back, with the label Withdrawn
    bookkeeping: bool = False  # about the graph, not in it: no part of the graph's hash
    look: Look = Look()

    @property
    def merge_label(self) -> str:
        """The label that carries the uniqueness constraint and is merged on."""
        return self.base or self.label

    def is_a(self, label: str) -> bool:
        """Whether a node of this label also counts as one of `label`."""
        return label in (self.label, self.base)


@dataclass(frozen=True, slots=True)
class Status:
    """How a claim stands: declared strongest first; `ends` marks a fact that is over."""

    name: str
    description: str
    ends: bool = False


@dataclass(frozen=True, slots=True)
class DealWindow:
    """How far apart two claims of one transaction may be: in days, and in amount (0.1: by a tenth; None: by any).

    `recap` is for how many days from its first report one may be told again: by the same investor, for exactly the same sum.
    Reports of one investor that are fewer than `at_once` days apart are of one transaction, whatever sums they tell.
    """

    days: int
    tolerance: float | None = None
    joint: bool = False  # several investors may share in one transaction, as in a round
    recap: int = 0
    at_once: int = 0


@dataclass(frozen=True, slots=True)
class DealRule:
    """When claims speak of one transaction: the attribute that tells kinds apart, and a window for each kind."""

    by: str
    windows: Mapping[str, DealWindow]
    otherwise: DealWindow  # for a claim without a kind

    def window(self, kind: object) -> DealWindow:
        """The window of one kind."""
        return self.windows.get(str(kind), self.otherwise)


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """What makes a relationship type a roll-up of claims, and when two claims state one fact."""

    statuses: tuple[Status, ...]
    discriminators: tuple[str, ...]
    attributes: Mapping[str, Property]
    deals: DealRule | None = None  # None: no transactions

    def undeclared(self, status: str | None, attrs: Mapping[str, object]) -> list[str]:
        """What of a claim's status and attributes the declaration does not know, as sentences without an end."""
        statuses: set[str | None] = {known.name for known in self.statuses} or {None}
        faults = [] if status in statuses else [f"status {status!r} is not declared"]
        for name, value in attrs.items():
            declared = self.attributes.get(name)
            if declared is None or (declared.enum and value not in declared.enum):
                faults.append(f"{name} = {value!r} is not declared")
        return faults

    def rank(self, status: str) -> int:
        """Place of `status` in the declared order; 0 is the strongest."""
        return [s.name for s in self.statuses].index(status)


@dataclass(frozen=True, slots=True)
class RelationshipType:
    """A relationship type with its allowed (start label, end label) pairs.

    `key` is the property merged on (None: one relationship per pair of nodes). `claims` is None
    for bookkeeping types. A symmetric type is stored once, from the smaller id to the larger.
    """

    type: str
    description: str
    endpoints: tuple[tuple[str, str], ...]
    properties: Mapping[str, Property]
    key: str | None = None
    symmetric: bool = False
    claims: ClaimRule | None = None
    look: Look = Look()

    @property
    def telling_values(self) -> tuple[str, ...]:
        """As `INVESTS_IN.kind.equity`, every value of the enumerated attributes that tell claims of this type apart."""
        if self.claims is None:
            return ()
        named = ((name, self.claims.attributes[name].enum) for name in self.claims.discriminators)
        return tuple(f"{self.type}.{name}.{value}" for name, enum in named for value in enum)


@dataclass(frozen=True, slots=True)
class Schema:
    """Everything the graph may hold."""

    nodes: Mapping[str, NodeType]
    relationships: Mapping[str, RelationshipType]

    @property
    def claim_types(self) -> Mapping[str, RelationshipType]:
        """The relationship types that are rolled up from claims, by name."""
        return {t: r for t, r in self.relationships.items() if r.claims is not None}

    @property
    def entity_kinds(self) -> tuple[str, ...]:
        """The labels an Entity node carries exactly one of."""
        return tuple(n.label for n in self.nodes.values() if n.base == ENTITY)

    def allows(self, type_: str, start: str, end: str) -> bool:
        """Whether a relationship of `type_` may go from a node of label `start` to one of label `end`."""
        pair = self.nodes[start], self.nodes[end]
        return any(pair[0].is_a(a) and pair[1].is_a(b) for a, b in self.relationships[type_].endpoints)
