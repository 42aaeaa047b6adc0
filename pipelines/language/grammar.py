"""Who did what to whom, read off a dependency tree: the grammatical functions that patterns walk by.

Each function takes one token and gives tokens. Passives, relative clauses, participles, control and
shared subjects are dealt with here once, so that a pattern can just say `agent` and `patient`.
Knows nothing of names, relations or words' meanings; the labels are those of spaCy's English models.
"""

from collections.abc import Iterable

from spacy.tokens import Token

SUBJECTS = ("nsubj", "nsubjpass")  # whoever a finite verb is said of
_SUBJECTS = ("nsubj", "csubj")
_MODIFIERS = ("poss", "compound", "amod", "nmod", "npadvmod", "nounmod")
# "X allowed Y to buy Z": it is Y who buys. A closed class of English, so it stands with the grammar.
OBJECT_CONTROL = frozenset(
    [
        "allow",
        "ask",
        "force",
        "help",
        "order",
        "permit",
        "urge",
        "let",
        "require",
        "enable",
        "push",
        "tell",
        "want",
        "invite",
        "encourage",
        "press",
        "see",
        "make",
        "have",
        "pressure",
        "get",
        "advise",
        "convince",
        "persuade",
        "leave",
    ]
)
# Before a noun they say what a company does (`bought shipping group X`); the tagger takes them for verbs that have X as object.
_TRADES = frozenset(
    [
        "advertising",
        "banking",
        "betting",
        "brewing",
        "broadcasting",
        "catering",
        "clothing",
        "computing",
        "consulting",
        "drilling",
        "engineering",
        "farming",
        "fishing",
        "gambling",
        "gaming",
        "lending",
        "logging",
        "manufacturing",
        "marketing",
        "mining",
        "networking",
        "outsourcing",
        "packaging",
        "podcasting",
        "printing",
        "publishing",
        "shipping",
        "staffing",
        "streaming",
        "trading",
    ]
)
_JOINING = frozenset({"team", "partner", "ally", "pair", "join"})  # `X teamed up with Y to buy Z`
HYPHENS = ("-", "–", "‑")
_DEEPEST = 6  # steps up a tree; longer chains are parser errors more often than sentences


def children(token: Token, deps: Iterable[str]) -> list[Token]:
    """The children that hang on `token` by one of `deps`."""
    wanted = set(deps)
    return [child for child in token.children if child.dep_ in wanted]


def is_passive(verb: Token) -> bool:
    """Whether `verb` is said of what it is done to."""
    if children(verb, ("nsubjpass", "auxpass", "agent")):
        return True
    if verb.tag_ != "VBN" or any(aux.lemma_ == "have" for aux in children(verb, ("aux",))):
        return False
    if verb.dep_ == "conj" and not children(verb, (*_SUBJECTS, "aux")):
        return is_passive(verb.head)
    return verb.dep_ in ("acl", "amod") and not children(verb, ("dobj",))


def subjects(verb: Token, depth: int = _DEEPEST) -> list[Token]:
    """The subject of `verb`, its own or the one it shares with the verb it hangs on."""
    own = children(verb, (*_SUBJECTS, "nsubjpass"))
    return [antecedent(subject) for subject in own] if own else _inherited(verb, depth)


def agents(verb: Token) -> list[Token]:
    """Who does it."""
    if not is_passive(verb):
        return [noun for subject in subjects(verb) for noun in (subject, *_companions(subject))]
    by = [
        noun
        for prep in children(verb, ("agent", "prep"))
        if prep.lower_ == "by"
        for noun in _traded(children(prep, ("pcomp",))) or children(prep, ("pobj",))
    ]
    hyphened = [c for c in children(verb, ("npadvmod", "compound", "nsubj", "amod")) if c.i < verb.i and verb.nbor(-1).text in HYPHENS]
    joint = joint_modifier(verb.head) if hyphened else None
    return by or ([joint, *hyphened] if joint is not None else hyphened)


def patients(verb: Token) -> list[Token]:
    """To whom or what it is done."""
    if is_passive(verb):
        own = children(verb, ("nsubjpass",)) or [c for c in children(verb, ("nsubj",)) if verb.nbor(-1).text not in HYPHENS]
        if own:
            return [antecedent(subject) for subject in own]
        modifies = verb.dep_ in ("acl", "amod", "relcl") and not is_infinitive(verb)
        return [_described(verb)] if modifies else _inherited(verb, _DEEPEST)
    direct = [noun for noun in children(verb, ("dobj", "dative")) if noun.pos_ != "ADP"] or _traded(children(verb, ("xcomp", "ccomp")))
    if direct:
        return [antecedent(noun) for noun in direct]
    if verb.dep_ == "relcl" and all(s.tag_ not in ("WDT", "WP") for s in children(verb, _SUBJECTS)):
        return [verb.head]
    return [noun for later in children(verb, ("conj",)) if not children(later, _SUBJECTS) for noun in children(later, ("dobj",))]


def _companions(subject: Token) -> list[Token]:
    """`Y` in `X, together with Y, bought Z`."""
    preps = [
        p for p in children(subject, ("prep",)) if p.lower_ == "alongside" or any(c.lower_ in ("together", "along") for c in p.children)
    ]
    return [noun for prep in preps for noun in children(prep, ("pobj",))]


def _traded(verbs: list[Token]) -> list[Token]:
    """The noun that a trade stands before, where the parser made the trade a verb with the noun as its object."""
    return [noun for verb in verbs if verb.tag_ == "VBG" and verb.lower_ in _TRADES for noun in children(verb, ("dobj",))]


def _described(participle: Token) -> Token:
    """What a participle modifies; in a bracket it is the nearest of a list (`Uber and Grab (backed by SoftBank)`)."""
    head = participle.head
    if participle.i == 0 or participle.nbor(-1).text != "(":
        return head
    nearest = max((t for t in (head, *head.conjuncts) if t.i < participle.i), key=lambda t: t.i, default=head)
    return _last_named(participle, nearest)


def antecedent(token: Token) -> Token:
    """What a relative pronoun stands for, and the company for `A` in `the A and B-backed company`; any other token stands for itself."""
    if token.tag_ not in ("WDT", "WP", "WP$"):
        return next((noun for noun in children(token, ("conj",)) if joint_modifier(noun) is not None), token)
    for ancestor in token.ancestors:
        if ancestor.dep_ == "relcl":
            return _last_named(token, ancestor.head)
    return token


def joint_modifier(noun: Token) -> Token | None:
    """`A` of `the A and B-backed company`, which parsers take for coordinated with the company; a noun of its own has an article."""
    if noun.dep_ != "conj" or noun.pos_ != "NOUN" or noun.head.pos_ != "PROPN" or children(noun, ("det", "poss")):
        return None
    participles = [verb for verb in children(noun, ("amod",)) if verb.tag_ == "VBN" and verb.i > 0 and verb.nbor(-1).text in HYPHENS]
    return noun.head if participles else None


def _last_named(opening: Token, head: Token) -> Token:
    """The name right before what opens a clause or bracket, where the parser hung it on a common noun farther up."""
    before = next((t for t in reversed(opening.doc[head.i + 1 : opening.i]) if not t.is_punct), None)
    named = before is not None and before.pos_ == "PROPN" and head.pos_ == "NOUN" and head.is_ancestor(before)
    return before if before is not None and named else head


def _inherited(verb: Token, depth: int) -> list[Token]:
    head, dep = verb.head, verb.dep_
    if depth == 0 or head is verb:
        return []
    if dep in ("acl", "relcl") and not is_infinitive(verb):
        return [head]
    if dep == "pcomp":
        return _of_preposition(head, depth)
    if head.pos_ in ("VERB", "AUX"):
        objects = children(head, ("dobj",))
        if dep in ("xcomp", "ccomp") and objects and head.lemma_ in OBJECT_CONTROL:
            return objects
        joined = _after(head, {"with"}, head.i) if head.lemma_ in _JOINING and is_infinitive(verb) else []
        return subjects(head, depth - 1) + joined
    return _of_noun(head, depth) if head.pos_ in ("NOUN", "ADJ") else []


def is_infinitive(verb: Token) -> bool:
    """Whether `to` stands before it."""
    return any(aux.tag_ == "TO" for aux in children(verb, ("aux",)))


def _of_preposition(prep: Token, depth: int) -> list[Token]:
    governor = prep.head if prep.head.lower_ != "short" else prep.head.head  # `stopped short of buying X`
    if governor.pos_ in ("VERB", "AUX"):
        objects = children(governor, ("dobj",)) if prep.lower_ in ("from", "into") else []
        return objects or subjects(governor, depth - 1)
    return _of_noun(governor, depth)


def _of_noun(noun: Token, depth: int) -> list[Token]:
    """Whose plan, bid or readiness it is; `the U.S. decision to ban X` is of the U.S., whoever condemns it."""
    if owner := children(noun, ("poss",)) or [t for t in children(noun, ("compound", "nmod", "amod")) if t.text[:1].isupper()]:
        return owner
    verb = governing_verb(noun)
    if verb is None:
        return []
    objects = children(verb, ("dobj",)) if verb.lemma_ in OBJECT_CONTROL and noun.dep_ != "dobj" else []
    return objects or subjects(verb, depth - 1)


def governing_verb(noun: Token) -> Token | None:
    """The verb that `noun` is an object, a predicate or a complement of."""
    token = noun
    for _ in range(_DEEPEST):
        head = token.head
        if token.dep_ in ("dobj", "attr", "oprd", "nsubjpass", "nsubj", "acomp", "dative") and head.pos_ in ("VERB", "AUX"):
            return head
        if token.dep_ in ("pobj", "conj", "nummod", "npadvmod") and head is not token:
            if token.dep_ == "pobj" and head.head.pos_ in ("VERB", "AUX"):
                return head.head
            token = head.head if token.dep_ == "pobj" else head
            continue
        return None
    return None


def complements(token: Token, prepositions: Iterable[str]) -> list[Token]:
    """What stands after one of `prepositions`, attached to `token` or to its closest neighbour in the tree.

    Small parsers attach prepositions now to the verb, now to its object; both readings are tried, the direct one first.
    """
    wanted = set(prepositions)
    sums = [o for p in children(token, ("prep",)) for o in children(p, ("pobj",)) if o.pos_ == "NUM"]  # `a bid of $2 billion for X`
    if own := [noun for near in (token, *sums) for noun in _after(near, wanted, token.i)]:
        return own
    if token.pos_ in ("VERB", "AUX"):
        near = [noun for child in children(token, ("dobj", "nsubjpass", "attr", "prt")) for noun in _after(child, wanted, token.i)]
        return near or [n for p in children(token, ("prep",)) for o in children(p, ("pobj",)) for n in _after(o, wanted, token.i)]
    if wanted <= {"by", "from"}:
        near = [n for p in children(token, ("prep",)) for o in children(p, ("pobj",)) for n in _after(o, wanted, token.i)]
        if near:
            return near
    if token.dep_ in ("dobj", "attr", "nsubjpass", "pobj") and (verb := governing_verb(token)) is not None:
        # "X's bid was blocked by Y": who does that to the bid does not bid.
        return _after(verb, wanted - {"by"} if is_passive(verb) else wanted, token.i)
    return []


def _after(token: Token, prepositions: set[str], start: int) -> list[Token]:
    found: list[Token] = []
    for prep in children(token, ("prep", "agent", "dative", "prt")):
        if prep.lower_ not in prepositions:
            continue
        nouns = children(prep, ("pobj", "pcomp"))
        nouns = _traded(nouns) or nouns
        found += [antecedent(noun) for noun in nouns if prep.i > start - 1 or noun.tag_ in ("WDT", "WP")]
    return found


def owners(noun: Token) -> list[Token]:
    """What stands before `noun` as its possessor or modifier, a possessor first."""
    direct = [antecedent(t) for t in sorted(children(noun, _MODIFIERS), key=lambda t: (t.dep_ != "poss", t.i))]
    if noun.dep_ == "conj" and noun.head.pos_ == "PROPN" and any(t.dep_ == "poss" and t.pos_ == "PROPN" for t in direct):
        direct.insert(0, noun.head)  # "A and B's bid": no name is coordinated with a common noun
    nested = [deeper for token in direct for deeper in children(token, ("compound", "amod", "nmod", "npadvmod"))]
    return [*direct, *nested]


def describes(noun: Token) -> bool:
    """`the first carmaker on the moon` and `the central bank` are no references, nor is what somebody is said to be."""
    if noun.dep_ in ("attr", "oprd", "appos") or noun.lemma_ == "business":
        return True
    for child in noun.children:
        ranked = child.tag_ in ("JJS", "JJR", "RBS") or child.lower_ in ("first", "only", "last", "next", "central", "other", "same")
        restricts = child.dep_ == "relcl" and noun.i + 1 < len(noun.doc) and noun.nbor(1).text not in (",", "-", "--", "—", "–")
        if ranked or restricts:
            return True
    return False
