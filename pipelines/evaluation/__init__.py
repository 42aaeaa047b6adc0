"""How right are the claims? Annotations of careful readers against what was extracted from the same texts.

Belongs here: reading gold, deciding what is right, false or missed, figures with their intervals, the page that
shows each error. Does not: extracting, resolving (the flow brings both), or anything that changes a claim.
"""

from pipelines.evaluation.gold import Gold, GoldClaim, GoldEntity, read_gold
from pipelines.evaluation.matching import Names, normal
from pipelines.evaluation.scoring import Compared, Evaluation, compare, evaluate

__all__ = ["Compared", "Evaluation", "Gold", "GoldClaim", "GoldEntity", "Names", "compare", "evaluate", "normal", "read_gold"]
