"""When are two names one, and two claims? The annotation guide's rules, in one place.

Names are compared without case, leading article, possessive and legal form. Leniently, one that stands in the other
as whole words will do.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from graph_schema.legal_forms import EVERYWHERE, LEGAL_FORMS
from pipelines.evaluation.gold import GoldClaim

_FORMS = {form.casefold().replace(".", "").replace(",", "") for forms in (EVERYWHERE, *LEGAL_FORMS.values()) for form in forms}
_WORDS = {word for form in _FORMS for word in form.split()} | {"corporation", "company", "limited", "incorporated"}


def normal(name: str) -> str:
    """A name with case, leading article, possessive and legal form taken off."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("’", "'")
    words = re.sub(r"[^\w&'+-]+", " ", text.replace(".", "")).split()
    words = [word.removesuffix("'s").removesuffix("'") for word in words[words[:1] == ["the"] :]]
    while len(words) > 1 and words[-1] in _WORDS:
        words.pop()
    return " ".join(words)


@dataclass(frozen=True, slots=True)
class Names:
    """How names are compared."""

    lenient: bool = False

    def same(self, said: str, names: Collection[str]) -> bool:
        """Whether `said` is one of `names`."""
        one, others = normal(said), {normal(name) for name in names}
        if one in others:
            return True
        return self.lenient and any(f" {one} " in f" {other} " or f" {other} " in f" {one} " for other in others if one and other)

    def match(self, type_: str, ends: tuple[str, str], gold: GoldClaim, *, symmetric: bool) -> bool:
        """Whether a claim of `type_` between `ends` is the gold's; either way round where the type is symmetric."""
        if type_ != gold.type:
            return False
        ways = [ends, ends[::-1]] if symmetric else [ends]
        return any(self.same(a, gold.subject) and self.same(b, gold.object) for a, b in ways)
