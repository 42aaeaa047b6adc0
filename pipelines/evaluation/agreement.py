"""Of a claim that is right: which of its attributes are as the reader gives them."""

from collections.abc import Mapping
from typing import Any

from pipelines.evaluation.gold import GoldClaim
from pipelines.evaluation.matching import normal

CLOSE = 0.01  # share by which two sums may differ; readers round
_TEXTS = ("list", "product", "market")


def agreement(status: str | None, attrs: Mapping[str, Any], gold: GoldClaim) -> dict[str, bool]:
    """For everything that gold tells: whether it was found so. A sum agrees when its currency does too."""
    told = dict(gold.attrs)
    found = {"status": status == gold.status} if gold.status else {}
    if "amount" in told:
        found["amount"] = _close(attrs.get("amount"), told.pop("amount")) and attrs.get("currency") == told.pop("currency", None)
    if "stake_pct" in told:
        found["stake"] = _close(attrs.get("stake_pct"), told.pop("stake_pct"))
    for name, value in told.items():
        if name in _TEXTS:
            found[name] = normal(str(attrs.get(name) or "")) == normal(str(value))
        elif name != "currency":
            found[name] = attrs.get(name) == value
    return found


def _close(said: object, wanted: object) -> bool:
    if not isinstance(said, int | float) or not isinstance(wanted, int | float):
        return said == wanted
    return abs(said - wanted) <= CLOSE * abs(wanted)
