"""Whether a statement holds, is planned, is over, or is none at all.

Reads tense, modality, negation and the verbs above a trigger; the words are data (lexicon/modality.yml,
`status` in the pattern files). Knows nothing of who takes part.
"""

from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Token

from pipelines.language.frames import Cue, Relation
from pipelines.language.governors import Link, is_perfect_infinitive, lemmas_of, links_above
from pipelines.language.grammar import SUBJECTS, children, is_infinitive
from pipelines.language.modality import Modality, Signs

_KEEPING = frozenset({"ban", "bar", "block", "discourage", "dissuade", "forbid", "keep", "prevent", "prohibit", "stop"})
_NOT_YET = frozenset({"will", "would", "may", "might", "could", "shall", "should", "can", "to"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status of a claim, or the reason why it is none.

    `aside`: an auxiliary of a verb above gives it (`the unit will build on its acquisition of X`), which need not be said of the fact.
    """

    status: str | None
    refusal: str | None = None
    aside: bool = False


def judge(trigger: Token, relation: Relation, modality: Modality, fixed: str | None = None) -> Verdict:
    """What the sentence says of how the trigger's statement stands; `fixed` is a pattern's own status."""
    links = list(links_above(trigger))
    pondered = {lemma for cue in relation.cues if not cue.ends for lemma in cue.governors}
    if reason := _refused(links, modality, pondered):
        return Verdict(None, reason)
    if taken_back := _taken_back(trigger, relation):
        return Verdict(taken_back)
    cue, link = _cue(links, relation, modality)
    if cue is not None and link is not None and cue.ends and link.token is not trigger and (link.modals & _NOT_YET or link.negated):
        pending = next((other.status for other in relation.cues if not other.ends and link.lemmas & other.governors), None)
        return Verdict(fixed or pending or relation.default_status)
    hypothetical = any(above.modals & modality.hypothetical.modals for above in links) or _has(links[1:], modality.hypothetical)
    if hypothetical and (cue is None or all(cue.governors.isdisjoint(above.lemmas) for above in links)):
        return Verdict(None, "hypothetical")
    ends = cue is not None and cue.ends
    over = not relation.cues and _has(links[1:], modality.ceased)
    if (
        over
        or _is_negated([above for above in links if above is not link or not ends], modality)
        or (not ends and any(map(_is_kept_from, links)))
    ):
        return Verdict(None, "negated")
    return Verdict(_status(cue, relation, fixed), aside=cue is not None and _is_aside(cue, links))


def _is_aside(cue: Cue, links: list[Link]) -> bool:
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


def _has(links: list[Link], signs: Signs) -> bool:
    return any(link.lemmas & signs.governors or link.modifiers & signs.modifiers or link.modals & signs.modals for link in links)


def _refused(links: list[Link], modality: Modality, pondered: set[str]) -> str | None:
    marks = [link.marks for link in links]
    if any(above.lemmas & pondered for above in links[1:]):
        marks = [m - {"whether"} for m in marks]  # `is weighing whether to ban X`: it is planned
    if any(m & modality.conditional.marks for m in marks) or any(map(_in_condition, (links[0].token, *links[0].token.ancestors))):
        return "conditional"
    if any(link.lemmas & modality.denied.governors and not link.negated for link in links[1:]):
        return "denied"
    if any(_is_untrue(below, above, modality) for below, above in pairwise(links)) or _is_made_up(links, modality):
        return "denied"
    wished = any(above.lemmas & modality.wished.governors and children(below.token, SUBJECTS) for below, above in pairwise(links))
    unreal = "would" in links[0].modals and any(k.lemma_ == "have" for k in children(links[0].token, ("aux",)))
    thought = wished or unreal or _is_asked(links[-1].token) or links[0].modals & modality.advised.modals
    return "hypothetical" if thought else None


def _is_untrue(below: Link, above: Link, modality: Modality) -> bool:
    """`Dismissed a report that`, `the rumour is unfounded`, `was falsely said to`."""
    dismissed = below.lemmas & modality.reports.governors and (above.lemmas | above.said) & modality.dismissed.governors
    return bool(dismissed or above.modifiers & modality.denied.modifiers)


def _is_made_up(links: list[Link], modality: Modality) -> bool:
    """`A hoax said that`, `denied a story in the paper that it had`."""
    if any(noun.lemma_.lower() in modality.made_up.governors for above in links[1:] for noun in children(above.token, SUBJECTS)):
        return True
    top = links[-1].token
    if top.dep_ not in ("acl", "relcl"):
        return False
    story = top.head.head.head if top.head.dep_ == "pobj" else top.head  # `in the paper that` hangs on the paper as often as not
    verb = story if story.pos_ == "VERB" else story.head
    told = any(noun.lemma_.lower() in modality.reports.governors for noun in children(verb, ("dobj",)))
    return told and bool(lemmas_of(verb) & modality.denied.governors)


def _is_asked(top: Token) -> bool:
    """A question states nothing of its main clause: `Will X buy Y?`."""
    return top.dep_ == "ROOT" and top.sent[-1].text == "?"


def _in_condition(token: Token) -> bool:
    """Within `if X buys Y`, `had X bought Y`."""
    if token.dep_ == "advcl" and any(k.lower_ in ("if", "unless") for k in children(token, ("mark",))):
        return True
    opening = [k.i for k in children(token, ("aux", "auxpass")) if k.lower_ in ("had", "should", "were")]
    return any(subject.i > opening[0] for subject in children(token, SUBJECTS)) if opening else False


def _taken_back(trigger: Token, relation: Relation) -> str | None:
    """The status of a fact that a later clause of the sentence ends: `it agreed to buy X, but dropped the purchase`."""
    later = [token for token in trigger.sent if token.i > trigger.i and token.pos_ == "VERB" and not token.is_ancestor(trigger)]
    for cue in relation.cues:
        for verb in later if cue.takes_back else ():
            done = lemmas_of(verb) & cue.governors and verb.tag_ in ("VBD", "VBN") and not children(verb, ("neg",))
            nouns = children(verb, ("dobj", "nsubjpass")) or children(verb, ("nsubj",))
            if done and any(noun.lemma_.lower() in cue.takes_back and _is_definite(noun) for noun in nouns):
                return cue.status
    return None


def _is_definite(noun: Token) -> bool:
    return any(k.lower_ in ("the", "its", "their", "his", "her", "that", "this") for k in children(noun, ("det", "poss")))


def _is_negated(links: list[Link], modality: Modality) -> bool:
    return any(
        link.negated
        or (link.token.dep_ == "pcomp" and link.token.head.lower_ in modality.negated.marks)
        or link.modifiers & modality.negated.modifiers
        or (n > 0 and link.lemmas & modality.negated.governors and not _is_said_apart(links[n - 1].token))
        or ("yet" in link.modifiers and link.token.lemma_ in ("have", "be") and "to" in links[n - 1].modals)
        or (n > 0 and link.lemmas & modality.resisted.governors and not _is_of_somebody(links[0].token))
        for n, link in enumerate(links)
    )


def _is_said_apart(clause: Token) -> bool:
    """`X is in talks to buy Y; both declined to comment`: whoever declines declines to do something, and not that somebody does."""
    return clause.dep_ == "ccomp" and clause.tag_ in ("VBZ", "VBP", "VBD") and bool(children(clause, SUBJECTS))


def _is_kept_from(link: Link) -> bool:
    """`prohibits Americans from investing`, `stopped short of buying`, `came close to buying`, `was to have bought`, `is too small to`."""
    above = link.token.head
    if link.token.dep_ == "pcomp":
        short = above.lower_ == "of" and above.head.lower_ == "short"
        return short or (above.lower_ == "from" and above.head.lemma_.lower() in _KEEPING)
    adjectives = [above] if above.pos_ == "ADJ" else children(above, ("acomp",))
    if is_infinitive(link.token) and any(word.lower_ == "too" for adjective in adjectives for word in children(adjective, ("advmod",))):
        return True
    nearly = above.lemma_ == "come" and link.lemmas == {"close to"}
    return nearly or (above.lemma_ == "be" and is_perfect_infinitive(link.token))


def _is_of_somebody(fact: Token) -> bool:
    """`the U.S. ban`, `the takeover by X`, told of by a noun: whoever is against it is not who does it."""
    named = any(k.text[:1].isupper() for k in children(fact, ("poss", "compound", "nmod", "amod")))
    return fact.pos_ == "NOUN" and (named or any(k.lower_ == "by" for k in children(fact, ("prep", "agent"))))


def _is_reported(link: Link) -> bool:
    """A finite clause below `say`, `announce` and the like states what it states."""
    return link.token.dep_ == "ccomp" and not link.modals and link.token.tag_ != "VB"


def _cue(links: list[Link], relation: Relation, modality: Modality) -> tuple[Cue | None, Link | None]:
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
