"""What stands above the word that tells a fact: verbs and nouns with their auxiliaries, negations and modifiers.

Belongs here: the way up a dependency tree, as far as what stands there is said of the fact. Does not: what it makes
of the fact (`status`), which words count (`modality`, the pattern files).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from pipelines.language.grammar import SUBJECTS, children, is_infinitive

_MODIFIERS = frozenset(
    {"det", "amod", "advmod", "compound", "prt", "nmod", "neg"}
)  # by lemma and as written: a small model takes `planned` for a verb as often as not
_UP = frozenset({"xcomp", "ccomp", "dobj", "pobj", "prep", "pcomp", "acl", "attr", "nsubjpass", "acomp", "oprd", "amod", "compound"})
_CLAUSES = frozenset({"acl", "relcl"})
_OF = frozenset({"of", "for", "to", "about", "on", "in", "into", "against", "over"})  # "plans for a ban", but not "plans with a ban"
# A clause that hangs on one of these tells what it says.
_CONTENTS = frozenset(
    {"order", "bill", "rule", "law", "legislation", "decree", "plan", "proposal", "draft", "amendment", "motion", "tweet", "post"}
)
# A deal that wins approval or faces a review is not done yet.
_LEAVE = frozenset(
    {"approval", "clearance", "consent", "nod", "blessing", "scrutiny", "review", "probe", "opposition", "hurdle", "challenge"}
)
_GETTING = frozenset({"win", "get", "gain", "receive", "secure", "obtain", "await", "need", "require", "face", "draw"})
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
_NOBODY = frozenset({"nobody", "none", "few", "no-one", "nothing"})
# An infinitive on one of these is what it is about: `talks to buy X`, but `a sale of bonds to fund the purchase`.
_PROSPECTS = frozenset({"talk", "plan", "deal", "agreement", "bid", "offer", "proposal", "decision", "effort", "attempt", "threat"})
_PARTICLES = frozenset({"apart", "away", "back", "down", "off", "out", "through", "up"})
_WHOLE = frozenset({"back", "off", "out"})  # with one of these a verb says what it says alone, and more: `sell off`
_DEEPEST = 7


@dataclass(frozen=True, slots=True)
class Link:
    """One token on the way up from the trigger, with what hangs on it that bears on status.

    `said`: what a predicate says of the noun below (`the report is false`).
    """

    token: Token
    lemmas: frozenset[str]
    modals: frozenset[str]
    modifiers: frozenset[str]
    marks: frozenset[str]
    negated: bool
    said: frozenset[str] = frozenset()


def links_above(trigger: Token) -> Iterator[Link]:
    """`trigger` and what is above it, from below."""
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
            if (children(token.head, ("dobj", "xcomp", "ccomp")) and not _allowed(token.head)) or _is_open(token.head):
                return  # what the fact does to something else says nothing of it: `the ban prevents firms from …`
            said = frozenset(t.lemma_.lower() for t in children(token.head, ("acomp", "attr")))
            yield Link(token.head, lemmas_of(token.head), frozenset(), frozenset(), frozenset(), False, said)
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
    infinitive = is_infinitive(token)
    if token.dep_ == "relcl" and not (infinitive and token.head.lemma_.lower() in _PROSPECTS):
        return True
    if token.dep_ == "acl" and not children(token, ("mark",)) and not infinitive:
        return True  # a participle; but "the report that it agreed" and "the plan to buy" say something of it
    if token.dep_ in ("acl", "amod", "compound") and token.head.pos_ == "PROPN":
        return True
    if token.dep_ != "prep" or (token.lower_ == "by" and children(token, ("pcomp",))):
        return False  # `could hit back by barring …`
    above = token.head.lemma_.lower()
    open_ = (token.lower_ in ("from", "out") and above in _FROM) or (token.lower_ == "under" and above == "be")  # `is not under sanctions`
    return token.lower_ not in _OF and not open_


def _link(token: Token) -> Link:
    kids = list(token.children)
    modals = {k.lemma_.lower() if k.tag_ == "MD" else "to" for k in kids if k.dep_ == "aux" and (k.tag_ in ("MD", "TO"))}
    modals = {{"'ll": "will", "'d": "would"}.get(m, m) for m in modals}
    if is_perfect_infinitive(token):
        modals -= {"to"}  # `is said to have bought` is over
    modifiers = {form for k in kids if k.dep_ in _MODIFIERS for form in (k.lemma_.lower(), k.lower_)}
    marks = {k.lower_ for k in kids if k.dep_ in ("mark", "advmod", "prep")}
    negated = any(k.dep_ == "neg" or (k.lower_ == "longer" and k.i > 0 and k.nbor(-1).lower_ == "no") for k in kids)
    nobody = any(s.lower_ in _NOBODY or any(k.lower_ in ("neither", "no") for k in s.children) for s in children(token, SUBJECTS))
    return Link(token, lemmas_of(token), frozenset(modals), frozenset(modifiers), frozenset(marks), negated or nobody)


def is_perfect_infinitive(verb: Token) -> bool:
    """`To have bought`."""
    return is_infinitive(verb) and any(k.lemma_ == "have" for k in children(verb, ("aux",)))


def lemmas_of(token: Token) -> frozenset[str]:
    """What a governor may be listed as: a verb with a particle says another thing than alone (`the deal fell apart`)."""
    lemma, following = token.lemma_.lower(), [token.nbor(1)] if token.i + 1 < token.sent.end else []
    alone = [t for t in following if t.dep_ in ("advmod", "prep") and all(o.ent_type_ == "DATE" for o in children(t, ("pobj", "pcomp")))]
    particles = children(token, ("prt",)) or alone
    particle = next((t.lower_ for t in particles if t.lower_ in _PARTICLES), None)
    if token.pos_ in ("ADJ", "ADV") and lemma == "close":
        return frozenset({"close to"})
    if lemma == "consider" and children(token, ("auxpass",)) and children(token, ("oprd", "attr", "xcomp", "acomp")):
        return frozenset()  # `is considered a mistake`: that is an opinion of it
    alone_or_whole = {lemma} if particle is None or particle in _WHOLE else set()
    return frozenset(alone_or_whole | ({f"{lemma} {particle}"} if particle else set()) | _put(token) | _allowed(token))


def _allowed(verb: Token) -> frozenset[str]:
    """`Win approval` of `won approval in China`, `has yet to win approval`, `faces a review`: what it is said of is not done by that."""
    getting = (v for v in (verb, *children(verb, ("xcomp",))) if v.lemma_.lower() in _GETTING)
    return frozenset({"win approval" for v in getting for noun in children(v, ("dobj",)) if noun.lemma_.lower() in _LEAVE})


def _put(verb: Token) -> frozenset[str]:
    """`On hold` of `is on hold`, `put it on hold`."""
    if verb.lemma_ not in ("be", "put", "place", "remain", "leave"):
        return frozenset()
    return frozenset(f"{prep.lower_} {noun.lemma_.lower()}" for prep in children(verb, ("prep",)) for noun in children(prep, ("pobj",)))
