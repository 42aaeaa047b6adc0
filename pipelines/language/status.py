"""Whether a statement holds, is planned, is over, or is none at all.

Reads tense, modality, negation and the verbs above a trigger; the words are data (lexicon/modality.yml,
`status` in the pattern files). Knows nothing of who takes part.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from pipelines.language.frames import Cue, Relation
from pipelines.language.grammar import SUBJECTS, children
from pipelines.language.modality import Modality, Signs

_MODIFIERS = frozenset(
    {"det", "amod", "advmod", "compound", "prt", "nmod", "neg"}
)  # by lemma and as written: a small model takes `planned` for a verb as often as not
_UP = frozenset({"xcomp", "ccomp", "dobj", "pobj", "prep", "pcomp", "acl", "attr", "nsubjpass", "acomp", "oprd", "amod", "compound"})
_CLAUSES = frozenset({"acl", "relcl"})
_OF = frozenset({"of", "for", "to", "about", "on", "in", "into", "against", "over"})  # "plans for a ban", but not "plans with a ban"
# A clause that hangs on one of these tells what it says.
_CONTENTS = frozenset({"order", "bill", "rule", "law", "legislation", "decree", "plan", "proposal", "draft", "amendment", "motion"})
# Who is blocked from buying buys nothing, and who walks away from a bid drops it.
_FROM = frozenset(
    {
        "block",
        "bar",
        "prevent",
        "stop",
        "prohibit",
        "ban",
        "walk",
        "back",
        "pull",
        "withdraw",
        "retreat",
        "refrain",
        "abstain",
        "away",
        "out",
    }
)
_KEEPING = frozenset({"ban", "bar", "block", "discourage", "dissuade", "forbid", "keep", "prevent", "prohibit", "stop"})
_PARTICLES = frozenset({"apart", "away", "down", "off", "out", "through", "up"})
_WHOLE = frozenset({"off", "out"})  # with one of these a verb says what it says alone, and more: `sell off`
_NOT_YET = frozenset({"will", "would", "may", "might", "could", "shall", "should", "can", "to"})
_DEEPEST = 7


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status of a claim, or the reason why it is none.

    `aside`: an auxiliary of a verb above gives it (`the unit will build on its acquisition of X`), which need not be said of the fact.
    """

    status: str | None
    refusal: str | None = None
    aside: bool = False


@dataclass(frozen=True, slots=True)
class _Link:
    """One token on the way up from the trigger, with what hangs on it that bears on status."""

    token: Token
    lemmas: frozenset[str]
    modals: frozenset[str]
    modifiers: frozenset[str]
    marks: frozenset[str]
    negated: bool


def judge(trigger: Token, relation: Relation, modality: Modality, fixed: str | None = None) -> Verdict:
    """What the sentence says of how the trigger's statement stands; `fixed` is a pattern's own status."""
    links = list(_links(trigger))
    pondered = {lemma for cue in relation.cues if not cue.ends for lemma in cue.governors}
    if reason := _refused(links, modality, pondered):
        return Verdict(None, reason)
    if taken_back := _taken_back(trigger, relation):
        return Verdict(taken_back)
    cue, link = _cue(links, relation, modality)
    if cue is not None and link is not None and cue.ends and link.token is not trigger and (link.modals & _NOT_YET or link.negated):
        return Verdict(fixed or relation.default_status)
    hypothetical = any(above.modals & modality.hypothetical.modals for above in links) or _has(links[1:], modality.hypothetical)
    if hypothetical and (cue is None or all(cue.governors.isdisjoint(above.lemmas) for above in links)):
        return Verdict(None, "hypothetical")
    ends = cue is not None and cue.ends
    if _is_negated([above for above in links if above is not link or not ends], modality) or (not ends and any(map(_is_kept_from, links))):
        return Verdict(None, "negated")
    return Verdict(_status(cue, relation, fixed), aside=cue is not None and _is_aside(cue, links))


def _is_aside(cue: Cue, links: list[_Link]) -> bool:
    """Whether only auxiliaries of the verbs above the trigger show `cue`."""
    said = links[0].modals & cue.modals or any(link.lemmas & cue.governors or link.modifiers & cue.modifiers for link in links)
    return not said


def _status(cue: Cue | None, relation: Relation, fixed: str | None) -> str | None:
    """A pattern's own status, unless a cue says that what it tells is not yet so, or that what it expects is over."""
    if cue is None:
        return fixed or relation.default_status
    expected = {other.status for other in relation.cues if not other.ends}
    wins = fixed in expected if cue.ends else fixed == relation.default_status
    return cue.status if fixed is None or wins else fixed


def _links(trigger: Token) -> Iterator[_Link]:
    token, beside = trigger, False
    for _ in range(_DEEPEST):
        link = _link(token)
        yield replace(link, lemmas=frozenset()) if beside else link
        beside = token.dep_ == "conj"
        if token.dep_ == "conj" and token.pos_ == token.head.pos_ and not children(token, ("nsubj", "nsubjpass")):
            token = token.head  # the shared auxiliaries hang on the first conjunct, which says nothing else of the second
        elif _is_particle(token) or ((token.dep_ in _UP or token.dep_ in _CLAUSES) and not _is_closed(token)):
            token = token.head
        elif token.dep_ == "nsubj" and token.pos_ == "NOUN":
            if children(token.head, ("dobj", "xcomp", "ccomp")) or _is_open(token.head):
                return  # what the fact does to something else says nothing of it: `the ban prevents firms from …`
            yield _Link(token.head, _lemmas(token.head), frozenset(), frozenset(), frozenset(), False)
            return
        else:
            return


def _is_particle(token: Token) -> bool:
    return token.dep_ in ("advmod", "prt") and token.lower_ in _PARTICLES


def _is_open(verb: Token) -> bool:
    """`The bid may fail`, `the bid will not fail`: nothing has come of it."""
    return any(k.tag_ == "MD" or k.dep_ == "neg" for k in children(verb, ("aux", "neg")))


def _is_closed(token: Token) -> bool:
    """What stands above says nothing of `token`: it is a participle, modifies a name, or hangs on by `with`, `after` and the like."""
    if token.dep_ in ("acl", "relcl") and token.head.lemma_.lower() in _CONTENTS:
        return False  # `weighs an order banning …`: what stands above the order is said of the ban
    if token.dep_ == "relcl":
        return True
    if token.dep_ == "acl" and not children(token, ("mark",)) and not any(k.tag_ == "TO" for k in children(token, ("aux",))):
        return True  # a participle; but "the report that it agreed" and "the plan to buy" say something of it
    if token.dep_ in ("acl", "amod", "compound") and token.head.pos_ == "PROPN":
        return True
    if token.dep_ != "prep" or (token.lower_ == "by" and children(token, ("pcomp",))):
        return False  # `could hit back by barring …`
    above = token.head.lemma_.lower()
    open_ = (token.lower_ in ("from", "out") and above in _FROM) or (token.lower_ == "under" and above == "be")  # `is not under sanctions`
    return token.lower_ not in _OF and not open_


def _link(token: Token) -> _Link:
    kids = list(token.children)
    modals = {k.lemma_.lower() if k.tag_ == "MD" else "to" for k in kids if k.dep_ == "aux" and (k.tag_ in ("MD", "TO"))}
    modals = {{"'ll": "will", "'d": "would"}.get(m, m) for m in modals}
    modifiers = {form for k in kids if k.dep_ in _MODIFIERS for form in (k.lemma_.lower(), k.lower_)}
    marks = {k.lower_ for k in kids if k.dep_ in ("mark", "advmod", "prep")}
    negated = any(k.dep_ == "neg" or (k.lower_ == "longer" and k.i > 0 and k.nbor(-1).lower_ == "no") for k in kids)
    nobody = any(k.lower_ == "neither" for subject in children(token, SUBJECTS) for k in subject.children)
    return _Link(token, _lemmas(token), frozenset(modals), frozenset(modifiers), frozenset(marks), negated or nobody)


def _lemmas(token: Token) -> frozenset[str]:
    """What a governor may be listed as: a verb with a particle says another thing than alone (`the deal fell apart`)."""
    lemma, following = token.lemma_.lower(), [token.nbor(1)] if token.i + 1 < token.sent.end else []
    alone = [t for t in following if t.dep_ in ("advmod", "prep") and all(o.ent_type_ == "DATE" for o in children(t, ("pobj", "pcomp")))]
    particles = children(token, ("prt",)) or alone
    particle = next((t.lower_ for t in particles if t.lower_ in _PARTICLES), None)
    if particle is None:
        return frozenset({lemma})
    return frozenset({f"{lemma} {particle}"} | ({lemma} if particle in _WHOLE else set()))


def _has(links: list[_Link], signs: Signs) -> bool:
    return any(link.lemmas & signs.governors or link.modifiers & signs.modifiers or link.modals & signs.modals for link in links)


def _refused(links: list[_Link], modality: Modality, pondered: set[str]) -> str | None:
    marks = [link.marks for link in links]
    if any(above.lemmas & pondered for above in links[1:]):
        marks = [m - {"whether"} for m in marks]  # `is weighing whether to ban X`: it is planned
    if any(m & modality.conditional.marks for m in marks) or any(map(_in_condition, (links[0].token, *links[0].token.ancestors))):
        return "conditional"
    if any(link.lemmas & modality.denied.governors and not link.negated for link in links[1:]):
        return "denied"
    return "hypothetical" if _is_asked(links[-1].token) or links[0].modals & modality.advised.modals else None


def _is_asked(top: Token) -> bool:
    """A question states nothing of its main clause: `Will X buy Y?`."""
    return top.dep_ == "ROOT" and top.sent[-1].text == "?"


def _in_condition(token: Token) -> bool:
    return token.dep_ == "advcl" and any(k.lower_ in ("if", "unless") for k in children(token, ("mark",)))


def _taken_back(trigger: Token, relation: Relation) -> str | None:
    """The status of a fact that a later clause of the sentence ends: `it agreed to buy X, but dropped the purchase`."""
    later = [token for token in trigger.sent if token.i > trigger.i and token.pos_ == "VERB" and not token.is_ancestor(trigger)]
    for cue in relation.cues:
        for verb in later if cue.takes_back else ():
            done = _lemmas(verb) & cue.governors and verb.tag_ in ("VBD", "VBN") and not children(verb, ("neg",))
            nouns = children(verb, ("dobj", "nsubjpass")) or children(verb, ("nsubj",))
            if done and any(noun.lemma_.lower() in cue.takes_back and _is_definite(noun) for noun in nouns):
                return cue.status
    return None


def _is_definite(noun: Token) -> bool:
    return any(k.lower_ in ("the", "its", "their", "his", "her", "that", "this") for k in children(noun, ("det", "poss")))


def _is_negated(links: list[_Link], modality: Modality) -> bool:
    return any(
        link.negated
        or (link.token.dep_ == "pcomp" and link.token.head.lower_ in modality.negated.marks)
        or link.modifiers & modality.negated.modifiers
        or (n > 0 and link.lemmas & modality.negated.governors)
        or (n > 0 and link.lemmas & modality.resisted.governors and not _is_of_somebody(links[0].token))
        for n, link in enumerate(links)
    )


def _is_kept_from(link: _Link) -> bool:
    """`prohibits Americans from investing in X`."""
    prep = link.token.head
    return link.token.dep_ == "pcomp" and prep.lower_ == "from" and prep.head.lemma_.lower() in _KEEPING


def _is_of_somebody(fact: Token) -> bool:
    """`the U.S. ban`, `the takeover by X`, told of by a noun: whoever is against it is not who does it."""
    named = any(k.text[:1].isupper() for k in children(fact, ("poss", "compound", "nmod", "amod")))
    return fact.pos_ == "NOUN" and (named or any(k.lower_ == "by" for k in children(fact, ("prep", "agent"))))


def _is_reported(link: _Link) -> bool:
    """A finite clause below `say`, `announce` and the like states what it states."""
    return link.token.dep_ == "ccomp" and not link.modals and link.token.tag_ != "VB"


def _cue(links: list[_Link], relation: Relation, modality: Modality) -> tuple[Cue | None, _Link | None]:
    """The first cue, in the file's order, that some link shows; a factual verb lets the infinitive count as done."""
    factual = any(link.lemmas & modality.factual.governors for link in links[1:]) or _is_purpose(links[0].token, modality)
    for cue in relation.cues:
        for number, link in enumerate(links):
            modals = cue.modals & link.modals - ({"to"} if factual else set())
            governed = number > 0 and bool(link.lemmas & cue.governors) and (cue.ends or not _is_reported(links[number - 1]))
            if governed or modals or cue.modifiers & link.modifiers:
                return cue, link
    return None, None


def _is_purpose(verb: Token, modality: Modality) -> bool:
    """`It spent $2 billion to buy X`: what was paid for was had."""
    head = verb.head
    paid = verb.dep_ == "advcl" and head.tag_ in ("VBD", "VBN") and head.lemma_.lower() in modality.factual.governors
    return paid and not any(k.tag_ in ("MD", "TO") for k in children(head, ("aux",)))
