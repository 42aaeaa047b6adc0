"""How news tells that one company takes over another, a sentence or two per construction, and what is no such thing."""

from collections.abc import Callable

import pytest

from pipelines.records import Extraction

Read = Callable[[str], Extraction]


def found(read: Read, text: str, type_: str = "ACQUIRES") -> dict[tuple[str, str], str | None]:
    return {(c.subject.name, c.object.name): c.status for c in read(text).claims if c.type == type_}


PURCHASES = [
    ("Rivian, which Amazon acquired in 2021, grew.", "Amazon", "Rivian", "done"),
    ("Rivian was bought by Amazon.", "Amazon", "Rivian", "done"),
    ("Amazon will acquire Rivian for about $8 billion in cash.", "Amazon", "Rivian", "planned"),
    ("Amazon is in talks to acquire Rivian.", "Amazon", "Rivian", "rumoured"),
    ("Amazon is buying Rivian for $4 billion.", "Amazon", "Rivian", "planned"),
    ("Amazon acquired a majority stake in Rivian.", "Amazon", "Rivian", "done"),
    ("Amazon took a controlling stake in Rivian.", "Amazon", "Rivian", "done"),
    ("Amazon concluded the buyout of a majority stake in Rivian.", "Amazon", "Rivian", "done"),
    ("SoftBank took Grab private for $12 billion.", "SoftBank", "Grab", "done"),
    ("SoftBank is taking Grab private for $12 billion.", "SoftBank", "Grab", "planned"),
    ("Grab agreed to go private in a $12 billion deal with SoftBank.", "SoftBank", "Grab", "planned"),
    ("Uber won the battle for Rivian.", "Uber", "Rivian", "planned"),
    ("Uber outbid Amazon for Rivian.", "Uber", "Rivian", "planned"),
    ("Amazon offered $4 billion for Rivian.", "Amazon", "Rivian", "planned"),
    ("Amazon paid $4 billion for Rivian.", "Amazon", "Rivian", "done"),
    ("Rivian was snapped up by Amazon.", "Amazon", "Rivian", "done"),
    ("Amazon's takeover of Rivian surprised nobody.", "Amazon", "Rivian", "done"),
    ("Rivian's takeover by Amazon surprised nobody.", "Amazon", "Rivian", "done"),
    ("Amazon abandoned its takeover of Rivian.", "Amazon", "Rivian", "withdrawn"),
    ("Uber's shareholders approved Amazon's acquisition of Rivian.", "Amazon", "Rivian", "planned"),
    ("Microsoft's Rivian acquisition has paid off.", "Microsoft", "Rivian", "done"),
    ("Microsoft's other acquisitions include Rivian.", "Microsoft", "Rivian", "done"),
    ("Nvidia's $40 billion deal for Rivian closed in March.", "Nvidia", "Rivian", "done"),
    ("Nvidia's $40 billion deal for Rivian was blocked.", "Nvidia", "Rivian", "withdrawn"),
    ("Uber completed its merger with Grab in April.", "Uber", "Grab", "done"),
    ("The sale of Grab to Uber was completed on Tuesday.", "Uber", "Grab", "done"),
    ("Rivian's sale to Amazon surprised nobody.", "Amazon", "Rivian", "done"),
    ("Microsoft made a bid for Rivian.", "Microsoft", "Rivian", "planned"),
    ("SoftBank sold Grab to Uber.", "Uber", "Grab", "done"),
    ("Amazon's acquisition of Rivian fell apart.", "Amazon", "Rivian", "withdrawn"),
    ("Amazon's $2 billion acquisition of Rivian fell through.", "Amazon", "Rivian", "withdrawn"),
    ("Amazon gave up on buying Rivian.", "Amazon", "Rivian", "withdrawn"),
    ("Amazon walked away from its bid for Rivian.", "Amazon", "Rivian", "withdrawn"),
    ("Amazon's thwarted takeover of Rivian cost it a year.", "Amazon", "Rivian", "withdrawn"),
    ("Amazon tried unsuccessfully to take over Rivian.", "Amazon", "Rivian", "withdrawn"),
    ("Amazon agreed to buy Rivian, but the negotiations collapsed.", "Amazon", "Rivian", "withdrawn"),
    ("Rivian rejected Amazon's bid.", "Amazon", "Rivian", "withdrawn"),
    ("Rivian's board rebuffed a bid by Amazon.", "Amazon", "Rivian", "withdrawn"),
    ("Rivian turned down a $2 billion offer from Amazon.", "Amazon", "Rivian", "withdrawn"),
    ("Rivian's board rejected Amazon's takeover proposal.", "Amazon", "Rivian", "withdrawn"),
]


@pytest.mark.parametrize(("text", "subject", "object_", "status"), PURCHASES)
def test_a_construction_of_the_news(read: Read, text: str, subject: str, object_: str, status: str) -> None:
    assert found(read, text) == {(subject, object_): status}


@pytest.mark.parametrize("text", [text for text, *_ in PURCHASES])
def test_a_purchase_is_an_investment_too(read: Read, text: str) -> None:
    assert found(read, text).items() <= found(read, text, "INVESTS_IN").items()


@pytest.mark.parametrize(
    "text",
    [
        "Amazon acquired a 40% stake in Rivian.",
        "Amazon bought 40% of Rivian.",
        "Amazon acquired Rivian shares for $3 million.",
        "Amazon's acquisition of a 12% stake in Rivian closed.",
        "Amazon paid $2 billion for a stake in Rivian.",
        "Uber sold its stake in Grab to SoftBank.",
        "Amazon made a bid for a stake in Rivian.",
        "Amazon invested $4 billion in Rivian.",
        "Rivian rejected Amazon's $2 billion offer for a stake.",
        "Rivian rejected Amazon's $2 billion offer for Grab shares.",
    ],
)
def test_a_minority_stake_is_no_acquisition(read: Read, text: str) -> None:
    assert not found(read, text)


@pytest.mark.parametrize(
    "text",
    [
        "Amazon bought Rivian's battery unit for $3 billion.",
        "Amazon bought the Rivian battery business.",
        "Amazon acquired the assets of Rivian.",
        "Amazon completed the purchase of Rivian's truck business.",
        "Amazon bought a Rivian plant in Arizona.",
        "Tesla took over a factory of Rivian.",
        "Amazon offered $4 billion for Rivian's plant.",
    ],
)
def test_whose_part_is_bought_is_not_bought(read: Read, text: str) -> None:
    assert not found(read, text)


@pytest.mark.parametrize(
    "text",
    [
        "Amazon has not bought Rivian.",
        "Amazon denied that it had acquired Rivian.",
        "Amazon could acquire Rivian one day.",
        "Will Amazon buy Rivian?",
        "Amazon will buy vans from Rivian.",
        "Samsung's sale of chips to Tesla rose.",
        "Nvidia's sales to Tencent doubled.",
        "Uber sold chips to SoftBank.",
        "Amazon took over from Rivian as the leader.",
    ],
)
def test_no_acquisition(read: Read, text: str) -> None:
    assert not found(read, text)


def test_an_adviser_acquires_nothing(read: Read) -> None:
    assert found(read, "Microsoft advised Amazon on its acquisition of Rivian.") == {("Amazon", "Rivian"): "done"}


def test_a_unit_is_bought_by_its_own_name(read: Read) -> None:
    assert found(read, "Amazon sold its lighting unit Lumio to Microsoft.") == {("Microsoft", "Lumio"): "done"}


def test_who_buys_a_company_by_name_may_be_a_person_but_who_buys_its_shares_is_not_told_apart(read: Read) -> None:
    assert found(read, "Donald Trump acquired Rivian.") == {("Donald Trump", "Rivian"): "done"}
    assert not found(read, "Donald Trump bought Tesla and sold Uber.")


@pytest.mark.parametrize(
    ("text", "attrs"),
    [
        ("Amazon acquired Rivian for $2 billion.", {"amount": 2e9, "currency": "USD", "amount_usd": 2e9}),
        ("Amazon acquired a majority stake in Rivian, 77% of its equity.", {"stake_pct": 77.0}),
        ("Amazon acquired Rivian.", {}),
    ],
)
def test_its_attributes(read: Read, text: str, attrs: dict[str, object]) -> None:
    (claim,) = (c for c in read(text).claims if c.type == "ACQUIRES")
    assert dict(claim.attrs) == attrs


@pytest.mark.parametrize(
    ("text", "buyers", "bought", "status"),
    [
        ("Uber teamed up with Amazon to buy Rivian.", {"Uber", "Amazon"}, "Rivian", "planned"),
        ("Uber, together with Amazon, acquired Rivian.", {"Uber", "Amazon"}, "Rivian", "done"),
        ("Amazon led a consortium that bought Rivian.", {"Amazon"}, "Rivian", "done"),
        ("Amazon was part of a group that agreed to buy Rivian.", {"Amazon"}, "Rivian", "planned"),
        ("A group led by Amazon agreed to buy Rivian.", {"Amazon"}, "Rivian", "planned"),
        ("An investor group that includes Amazon and Uber agreed to buy Rivian.", {"Amazon", "Uber"}, "Rivian", "planned"),
        ("Amazon is among the bidders for Rivian.", {"Amazon"}, "Rivian", "rumoured"),
        ("Bidders for Rivian include Amazon and Uber.", {"Amazon", "Uber"}, "Rivian", "rumoured"),
        ("Uber made a joint bid with Amazon for Rivian.", {"Uber", "Amazon"}, "Rivian", "planned"),
        ("Rivian was acquired by engineering giant Amazon.", {"Amazon"}, "Rivian", "done"),
        ("Amazon acquired podcasting company Rivian.", {"Amazon"}, "Rivian", "done"),
        ("Amazon picked up Rivian for $3 billion.", {"Amazon"}, "Rivian", "done"),
        ("Amazon announced a $4 billion deal for Rivian.", {"Amazon"}, "Rivian", "planned"),
        ("Amazon sold a majority stake in Rivian to Uber.", {"Uber"}, "Rivian", "done"),
        ("Target was sold to Amazon.", {"Amazon"}, "Target", "done"),
        ("Target, sold to Amazon in January, is growing.", {"Amazon"}, "Target", "done"),
        ("Target has been acquired by Amazon.", {"Amazon"}, "Target", "done"),
        ("Microsoft sued because Uber said it had acquired Rivian.", {"Uber"}, "Rivian", "done"),
    ],
)
def test_who_buys(read: Read, text: str, buyers: set[str], bought: str, status: str) -> None:
    assert found(read, text) == {(buyer, bought): status for buyer in buyers}


def test_several_deals_for_companies(read: Read) -> None:
    assert set(found(read, "Amazon's deals for Rivian, Uber and Tesla are old.")) == {("Amazon", n) for n in ("Rivian", "Uber", "Tesla")}


@pytest.mark.parametrize(
    "text",
    [
        "Amazon paid $1 billion a year for Rivian.",
        "Amazon's deal with Rivian for vans closed.",
        "Targets were sold to Amazon.",
        "Amazon and its rival suitor Uber have until Friday.",
        "Amazon bought Rivian's factory along with Uber's.",
        "Uber's supply deal for Rivian ended.",
    ],
)
def test_what_only_looks_like_a_purchase(read: Read, text: str) -> None:
    assert not found(read, text)
