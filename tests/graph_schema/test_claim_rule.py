"""The `claims:` section is read strictly, and says what it holds."""

import pytest
import yaml

from graph_schema.claim_rule import read_claim_rule
from graph_schema.errors import SchemaError
from graph_schema.load import load_schema
from graph_schema.spec import DealRule, DealWindow, Status
from graph_schema.strict import Fields, mapping

SECTION = """
statuses:
  - {name: done, description: "Completed."}
  - {name: withdrawn, ends: true, description: "Called off."}
discriminators: [kind]
deals:
  by: kind
  windows:
    equity: {days: 60, tolerance: 0.1, joint: true}
    acquisition: {days: 365, recap: 730}
  otherwise: {days: 30, tolerance: 1}
attributes:
  kind: {type: string, enum: [equity, acquisition, capex], description: "What kind."}
  amount: {type: float, description: "Money."}
"""


def section(**changed: object) -> Fields:
    """The section with some of its keys replaced, or left out where None is given."""
    values = yaml.safe_load(SECTION) | changed
    return mapping({key: value for key, value in values.items() if value is not None}, "bet.yml: claims")


def deals(**changed: object) -> Fields:
    """The section with some keys of `deals` replaced, or left out where None is given."""
    values = yaml.safe_load(SECTION)["deals"] | changed
    return section(deals={key: value for key, value in values.items() if value is not None})


def test_a_section_is_read_as_it_stands() -> None:
    rule = read_claim_rule(section())
    assert rule.statuses == (Status("done", "Completed."), Status("withdrawn", "Called off.", ends=True))
    assert rule.discriminators == ("kind",)
    assert list(rule.attributes) == ["kind", "amount"]
    assert rule.rank("withdrawn") == 1
    windows = {"equity": DealWindow(60, 0.1, joint=True), "acquisition": DealWindow(365, recap=730)}
    assert rule.deals == DealRule("kind", windows, DealWindow(30, 1.0))


def test_a_kind_without_a_window_of_its_own_has_the_other_one() -> None:
    rule = read_claim_rule(section()).deals
    assert rule is not None
    assert rule.window("equity").days == 60
    assert rule.window("capex") == rule.window(None) == DealWindow(30, 1.0)


def test_a_type_may_have_no_deals() -> None:
    assert read_claim_rule(section(deals=None)).deals is None


def test_what_a_claim_has_that_is_not_declared_is_named() -> None:
    rule = read_claim_rule(section())
    assert rule.undeclared("done", {"kind": "equity", "amount": 5.0}) == []
    assert rule.undeclared("done", {"amount": 5.0, "colour": "red"}) == ["colour = 'red' is not declared"]
    assert rule.undeclared("lost", {"kind": "gift"}) == ["status 'lost' is not declared", "kind = 'gift' is not declared"]


@pytest.mark.parametrize(
    ("fields", "message", "where"),
    [
        (section(statuses=[{"name": "done", "description": "d"}] * 2), "a status is declared twice", "bet.yml: claims"),
        (
            section(statuses=[{"name": "done", "description": "d", "final": True}]),
            "unknown key `final`",
            "bet.yml: claims: statuses, item 1",
        ),
        (section(statuses=[{"name": "Done!", "description": "d"}]), "Done!", "bet.yml: claims: statuses, item 1"),
        (section(statuses=None), "key `statuses` is missing", "bet.yml: claims"),
        (section(discriminators=["market"]), "the discriminator `market` is no attribute", "bet.yml: claims"),
        (section(windows={}), "unknown key `windows`", "bet.yml: claims"),
        (deals(by="market"), "the by `market` is no attribute", "bet.yml: claims: deals"),
        (deals(by=None), "key `by` is missing", "bet.yml: claims: deals"),
        (deals(otherwise=None), "key `otherwise` is missing", "bet.yml: claims: deals"),
        (deals(until=3), "unknown key `until`", "bet.yml: claims: deals"),
        (deals(windows={"gift": {"days": 3}}), "`gift` is no kind", "bet.yml: claims: deals: windows"),
        (deals(windows={"equity": {"tolerance": 0.1}}), "key `days` is missing", "bet.yml: claims: deals: windows: equity"),
        (deals(windows={"equity": {"days": 1.5}}), "`days: 1.5` has the wrong type", "bet.yml: claims: deals: windows: equity"),
        (
            deals(windows={"equity": {"days": 1, "joint": "yes"}}),
            "`joint: 'yes'` has the wrong type",
            "bet.yml: claims: deals: windows: equity",
        ),
        (deals(windows={"equity": {"days": 1, "hours": 2}}), "unknown key `hours`", "bet.yml: claims: deals: windows: equity"),
        (deals(otherwise={"days": -1}), "a window is negative", "bet.yml: claims: deals: otherwise"),
        (deals(otherwise={"days": 1, "recap": -1}), "a window is negative", "bet.yml: claims: deals: otherwise"),
        (deals(otherwise={"days": 1, "tolerance": -0.1}), "a window is negative", "bet.yml: claims: deals: otherwise"),
    ],
)
def test_what_the_format_does_not_know_is_refused_with_its_place(fields: Fields, message: str, where: str) -> None:
    with pytest.raises(SchemaError) as caught:
        read_claim_rule(fields)
    assert message in caught.value.message
    assert caught.value.where == where
    assert caught.value.fix


def test_each_kind_of_investment_has_a_window() -> None:
    rule = load_schema().claim_types["INVESTS_IN"].claims
    assert rule is not None
    assert rule.deals is not None
    assert set(rule.deals.windows) == set(rule.attributes["kind"].enum)
