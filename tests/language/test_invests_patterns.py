"""How news tells of deals, holdings, rounds and plants, a sentence or two per construction, and what is none of them."""

from collections.abc import Callable

import pytest

from pipelines.records import Extraction

Read = Callable[[str], Extraction]


def found(read: Read, text: str) -> dict[tuple[str, str], str | None]:
    return {(c.subject.name, c.object.name): c.status for c in read(text).claims if c.type == "INVESTS_IN"}


@pytest.mark.parametrize(
    ("text", "subject", "object_", "status"),
    [
        ("Uber sold its stake in Grab to SoftBank.", "SoftBank", "Grab", "done"),
        ("Amazon raised its planned investment in Rivian to $3 billion.", "Amazon", "Rivian", "planned"),
        ("Amazon's proposed investment in Rivian is large.", "Amazon", "Rivian", "planned"),
        ("The sale of Grab to Uber was completed on Tuesday.", "Uber", "Grab", "done"),
        ("Rivian's sale to Amazon surprised nobody.", "Amazon", "Rivian", "done"),
        ("Rivian's takeover by Amazon surprised nobody.", "Amazon", "Rivian", "done"),
        ("Rivian said it had signed an agreement to be acquired by Amazon.", "Amazon", "Rivian", "planned"),
        ("Uber completed its merger with Grab in April.", "Uber", "Grab", "done"),
        ("Nvidia's $40 billion deal for Rivian closed in March.", "Nvidia", "Rivian", "done"),
        ("Amazon offered $4 billion for Rivian.", "Amazon", "Rivian", "planned"),
        ("Uber outbid Amazon for Rivian.", "Uber", "Rivian", "planned"),
        ("SoftBank is taking Grab private for $12 billion.", "SoftBank", "Grab", "planned"),
        ("Grab agreed to go private in a $12 billion deal with SoftBank.", "SoftBank", "Grab", "planned"),
        ("Amazon is buying Rivian for $4 billion.", "Amazon", "Rivian", "planned"),
        ("The bank advised Amazon on a $4 billion deal to buy Rivian.", "Amazon", "Rivian", "planned"),
        ("Uber agreed to buy the assets of Rivian.", "Uber", "Rivian", "planned"),
        ("Microsoft's other acquisitions include Rivian.", "Microsoft", "Rivian", "done"),
        ("Amazon concluded the buyout of a 77% stake in Rivian.", "Amazon", "Rivian", "done"),
        ("Grab, in which Uber has held close to 5% since 2018, grew.", "Uber", "Grab", "done"),
        ("Uber, owner of 5% of Grab, said it was content.", "Uber", "Grab", "done"),
        ("Microsoft is interested in SoftBank's minority stake in Grab.", "Microsoft", "Grab", "rumoured"),
        ("Microsoft is interested in SoftBank's minority stake in Grab.", "SoftBank", "Grab", "done"),
        ("Grab has raised $20 million in its Series B. The round was led by SoftBank.", "SoftBank", "Grab", "done"),
        ("Grab has raised $20 million from SoftBank, together with Tencent.", "Tencent", "Grab", "done"),
        ("SoftBank co-led the $52 million Series C of Grab.", "SoftBank", "Grab", "done"),
        ("Microsoft's OpenAI investment has grown.", "Microsoft", "OpenAI", "done"),
        ("Uber has sold its Chinese business to Tencent for a 9.9% stake in Grab.", "Uber", "Grab", "done"),
        ("Uber, with 20% of Grab, has most to lose.", "Uber", "Grab", "done"),
        ("TSMC broke ground on a $12 billion plant in Arizona.", "TSMC", "Arizona", "done"),
        ("TSMC's $40 billion Arizona plant is late.", "TSMC", "Arizona", "done"),
        ("Tencent-backed Grab hired a lawyer.", "Tencent", "Grab", "done"),
        ("Tencent Holdings Ltd.-backed Grab hired a lawyer.", "Tencent", "Grab", "done"),
        ("Rivian, backed by Amazon, hired a lawyer.", "Amazon", "Rivian", "done"),
        ("Samsung will spend $20 billion on two factories in Arizona.", "Samsung Electronics", "Arizona", "planned"),
    ],
)
def test_a_construction_of_the_news(read: Read, text: str, subject: str, object_: str, status: str) -> None:
    assert found(read, text).get((subject, object_)) == status


@pytest.mark.parametrize(
    "text",
    [
        "Will Amazon buy Rivian?",
        "Amazon should just buy Rivian.",
        "Nvidia's sales to Tencent doubled.",
        "Uber and Tencent have written off their shares in Grab.",
        "Tencent led a series of acquisitions in the sector, and Grab watched.",
        "Tesla gets a quarter of its sales from Uber.",
    ],
)
def test_no_investment(read: Read, text: str) -> None:
    assert not found(read, text)


def test_an_adviser_buys_nothing(read: Read) -> None:
    assert found(read, "Microsoft advised Amazon on its acquisition of Rivian.") == {("Amazon", "Rivian"): "done"}


@pytest.mark.parametrize("backers", ["Amazon", "SoftBank and Amazon", "SoftBank Corp. and Amazon.com"])
def test_a_backed_company_is_not_its_backers(read: Read, backers: str) -> None:
    claims = found(read, f"Rivian is growing fast. The {backers}-backed company has already spent $1 billion on two plants in Arizona.")
    investors = {"Amazon", "SoftBank"} if "and" in backers else {"Amazon"}
    assert set(claims) == {(investor, "Rivian") for investor in investors} | {("Rivian", "Arizona")}


def test_a_bracket_after_two_names_is_said_of_the_second(read: Read) -> None:
    assert set(found(read, "Rivals such as Grab and Rivian (backed by Amazon) have hired lawyers.")) == {("Amazon", "Rivian")}


def test_a_backed_company_that_nobody_names_leaves_its_backer_alone(read: Read) -> None:
    assert not found(read, "A SoftBank-backed startup has acquired Grab.")


def test_who_takes_part_invests_in_who_raised_not_in_who_led(read: Read) -> None:
    text = "Grab has raised $20 million. The round was led by SoftBank, with participation from Tencent."
    assert set(found(read, text)) == {("SoftBank", "Grab"), ("Tencent", "Grab")}


def test_an_item_of_a_digest_is_about_its_label(read: Read) -> None:
    text = "Grab: Uber's acquisition of a majority stake in the company closed this month."
    assert ("Uber", "Grab") in found(read, text)


@pytest.mark.parametrize(
    ("text", "attribute", "value"),
    [
        ("Uber owns a fifth of Grab.", "stake_pct", 20.0),
        ("Uber owns two thirds of Grab.", "stake_pct", 66.66),
        ("Uber owns more than a fifth of Grab.", "stake_pct", None),
        ("Uber holds 24% of Grab.", "stake_pct", 24.0),
        ("Amazon said it will acquire Rivian for about $8 billion in cash.", "amount", 8e9),
        ("Grab has raised a $30 million Series B funding round led by SoftBank.", "amount", 3e7),
        ("Microsoft announced a $21 billion investment in Arizona, including a $5 billion plant.", "amount", 2.1e10),
        ("Amazon, whose subsidiary makes films, has invested in Rivian.", "kind", "equity"),
        ("Samsung plans to set up a research center in Arizona.", "kind", "rnd"),
    ],
)
def test_its_attributes(read: Read, text: str, attribute: str, value: object) -> None:
    claims = [c for c in read(text).claims if c.type == "INVESTS_IN"]
    assert claims
    assert claims[0].attrs.get(attribute) == value


@pytest.mark.parametrize(
    ("text", "kind", "stake", "amount"),
    [
        ("Amazon's acquisition of a majority stake in Rivian closed.", "equity", None, None),
        ("The purchase of 50 percent of Rivian by Amazon closed.", "equity", 50.0, None),
        ("Amazon's acquisition of Rivian closed.", "acquisition", None, None),
        ("Amazon completed its acquisition of all outstanding shares of Rivian.", "acquisition", None, None),
        ("The purchase of 100 percent of Rivian by Amazon closed.", "acquisition", 100.0, None),
        ("Amazon paid $2 billion for Rivian.", "acquisition", None, 2e9),
        ("Amazon spent $2 billion on Rivian.", "equity", None, 2e9),
        ("Amazon's $2 billion investment in Rivian paid off.", "equity", None, 2e9),
        ("Amazon's $2 billion investment in Germany paid off.", "capex", None, 2e9),
        ("The student loan startup Grab raised $30 million from SoftBank.", "equity", None, 3e7),
        ("Amazon's acquisition of Rivian closed before the banks could sell the $400 million loan.", "acquisition", None, None),
    ],
)
def test_the_words_tell_what_kind_of_investment_it_is(read: Read, text: str, kind: str, stake: float | None, amount: float | None) -> None:
    (claim,) = [claim for claim in read(text).claims if claim.type == "INVESTS_IN"]
    assert (claim.attrs["kind"], claim.attrs.get("stake_pct"), claim.attrs.get("amount")) == (kind, stake, amount)


RAISED = "Rivian raised $80 million this week. It makes vans. Nobody expected it. "


@pytest.mark.parametrize(
    ("told", "investors"),
    [
        ("Others participating in the round include existing investors SoftBank and Tencent.", {"SoftBank", "Tencent"}),
        ("Participants in the round included SoftBank and Tencent.", {"SoftBank", "Tencent"}),
        ("SoftBank led the round, which also included Tencent.", {"SoftBank", "Tencent"}),
        ("The round saw participation from SoftBank and Tencent.", {"SoftBank", "Tencent"}),
        ("Existing backers SoftBank and Tencent also participated.", {"SoftBank", "Tencent"}),
        ("The new money comes from SoftBank and Tencent.", {"SoftBank", "Tencent"}),
        ("Analysts liked the news.", set()),
    ],
)
def test_who_takes_part_in_a_round_invests_in_whoever_the_article_tells_of_as_raising(read: Read, told: str, investors: set[str]) -> None:
    assert found(read, RAISED + told) == {(investor, "Rivian"): "done" for investor in investors}


def test_where_two_raise_none_of_them_is_taken_for_the_other(read: Read) -> None:
    two = "Rivian raised $80 million this week. Grab raised $60 million last year. Vans sell. They sell well. "
    assert not found(read, two + "Existing backers SoftBank and Tencent also participated.")


@pytest.mark.parametrize(
    ("text", "subject", "object_", "status"),
    [
        ("SoftBank poured $500 million into Grab.", "SoftBank", "Grab", "done"),
        ("SoftBank wrote a $5 million check to Grab.", "SoftBank", "Grab", "done"),
        ("A $400 million injection from SoftBank valued Rivian at $5 billion.", "SoftBank", "Rivian", "done"),
        (
            "The round brings the total raised by Rivian to $100 million, with Tencent among its earlier backers.",
            "Tencent",
            "Rivian",
            "done",
        ),
        ("SoftBank has many other investments, including Rivian.", "SoftBank", "Rivian", "done"),
        ("SoftBank's portfolio companies include Rivian.", "SoftBank", "Rivian", "done"),
        ("Rivian went public. SoftBank owns 20% of Rivian. Tencent holds 14%.", "Tencent", "Rivian", "done"),
        ("SoftBank sold a 20% stake in truck rental firm Rivian to shipping giant Uber.", "Uber", "Rivian", "done"),
        ("Rivian has gained $15 million in new support from SoftBank and Tencent.", "Tencent", "Rivian", "done"),
        ("The site is smaller than one in Arizona, where TSMC plans to build a factory.", "TSMC", "Arizona", "planned"),
        ("Uber said on Monday it had ended talks to acquire Rivian.", "Uber", "Rivian", "withdrawn"),
    ],
)
def test_a_further_construction_of_the_news(read: Read, text: str, subject: str, object_: str, status: str) -> None:
    assert found(read, text).get((subject, object_)) == status


def test_money_poured_into_what_may_be_a_company_is_no_plant(read: Read) -> None:
    (claim,) = [c for c in read("SoftBank poured $500 million into Grab.").claims if c.type == "INVESTS_IN"]
    assert claim.attrs["kind"] == "equity"


@pytest.mark.parametrize(
    "text",
    [
        "Rivian's debt financing from SoftBank matures in May.",
        "Apples were poured into Grab.",
        "Uber and Rivian are among the rivals of Tesla.",
        "Uber holds 40%, while Tesla has a 20% share.",
        "Amazon cut a check for lunch.",
    ],
)
def test_what_only_looks_like_a_round_or_holding(read: Read, text: str) -> None:
    assert not found(read, text)
