"""What sentences state: one sentence per construction, status and attribute. All sentences are the project's own."""

from collections.abc import Callable
from datetime import date

import pytest

from pipelines.records import Extraction, Role

Read = Callable[[str], Extraction]


def facts(extraction: Extraction) -> set[tuple[str, str, str]]:
    return {(c.type, c.subject.name, c.object.name) for c in extraction.claims}


def only(extraction: Extraction) -> tuple[str | None, dict[str, object]]:
    """What the one claim says; a purchase is stated as ACQUIRES beside it."""
    (claim,) = (c for c in extraction.claims if c.type != "ACQUIRES")
    return claim.status, dict(claim.attrs)


@pytest.mark.parametrize(
    ("sentence", "subject", "object_"),
    [
        ("Washington blacklisted Huawei in May.", "United States", "Huawei"),
        ("Huawei was sanctioned by the United States last year.", "United States", "Huawei"),
        ("Huawei, which was blacklisted by the U.S. in May, makes phones.", "United States", "Huawei"),
        ("US-sanctioned SMIC reported a profit.", "United States", "SMIC"),
        ("The EU imposed sanctions on Iran.", "European Union", "Iran"),
        ("American sanctions on Iran took effect in November.", "United States", "Iran"),
        ("Chinese regulators banned Tesla from the city.", "China", "Tesla"),
        ("The Commerce Department added SMIC to its entity list.", "US Department of Commerce", "SMIC"),
        ("SMIC was added to the Entity List in December.", "Bureau of Industry and Security", "SMIC"),
        ("The Commerce Department's Bureau of Industry and Security sanctioned Huawei.", "Bureau of Industry and Security", "Huawei"),
        ("US export controls on China hurt chipmakers.", "United States", "China"),
        ("Washington's curbs on chip sales to China were tightened.", "United States", "China"),
        ("Japan restricted exports of photoresists to China.", "Japan", "China"),
        ("The United States banned its companies from doing business with Huawei.", "United States", "Huawei"),
        ("U.S. President Donald Trump banned Huawei.", "United States", "Huawei"),
        ("President Donald Trump banned Huawei.", "United States", "Huawei"),
        ("Washington revoked Huawei's licence to operate in the country.", "United States", "Huawei"),
        ("China condemned the U.S. decision to sanction Huawei.", "United States", "Huawei"),
        ("China opposes U.S. sanctions on Huawei.", "United States", "Huawei"),
        ("The EU froze the assets of Huawei.", "European Union", "Huawei"),
    ],
)
def test_sanctions(read: Read, sentence: str, subject: str, object_: str) -> None:
    assert ("SANCTIONS", subject, object_) in facts(read(sentence))


@pytest.mark.parametrize(
    ("sentence", "subject", "object_"),
    [
        ("Microsoft acquired Grab for $2 billion.", "Microsoft", "Grab"),
        ("Grab was bought by Microsoft.", "Microsoft", "Grab"),
        ("Tesla completed its acquisition of Rivian.", "Tesla", "Rivian"),
        ("The takeover of Rivian by Tesla surprised investors.", "Tesla", "Rivian"),
        ("Tencent invested in Grab last week.", "Tencent", "Grab"),
        ("Microsoft's $13 billion investment in OpenAI paid off.", "Microsoft", "OpenAI"),
        ("SoftBank poured $1 billion into Grab.", "SoftBank", "Grab"),
        ("SoftBank holds a 20% stake in Grab.", "SoftBank", "Grab"),
        ("Amazon-backed Rivian cut its forecast.", "Amazon", "Rivian"),
        ("Rivian, backed by Amazon, cut its forecast.", "Amazon", "Rivian"),
        ("Grab raised $700 million from SoftBank.", "SoftBank", "Grab"),
        ("Grab raised $700 million in a round led by SoftBank.", "SoftBank", "Grab"),
        ("Grab's investors include SoftBank.", "SoftBank", "Grab"),
        ("Grab counts SoftBank among its investors.", "SoftBank", "Grab"),
        ("SoftBank is an investor in Grab.", "SoftBank", "Grab"),
        ("TSMC will build a factory in Arizona.", "TSMC", "Arizona"),
        ("Amazon spent $4 billion on OpenAI.", "Amazon", "OpenAI"),
        ("Tesla invests $1.3 billion in its Arizona plant.", "Tesla", "Arizona"),
        ("TSMC plans a third Arizona fab.", "TSMC", "Arizona"),
        ("Tesla and Rivian will spend $11 billion on U.S. battery plants.", "Rivian", "United States"),
        ("SoftBank bought 4.3 million Nvidia shares this week.", "SoftBank", "Nvidia"),
        ("Donald Trump's $44 billion Rivian takeover closed in October.", "Donald Trump", "Rivian"),
        ("SoftBank invested $1 billion in Uber's self-driving unit.", "SoftBank", "Uber"),
        ("An investment of $1 billion in Rivian was made by SoftBank.", "SoftBank", "Rivian"),
        ("Rivian's latest funding round drew SoftBank.", "SoftBank", "Rivian"),
    ],
)
def test_investments(read: Read, sentence: str, subject: str, object_: str) -> None:
    assert ("INVESTS_IN", subject, object_) in facts(read(sentence))


@pytest.mark.parametrize(
    ("sentence", "one", "other"),
    [
        ("Rivian competes with Tesla.", "Rivian", "Tesla"),
        ("Nvidia rival AMD raised its forecast.", "AMD", "Nvidia"),
        ("AMD, a rival of Nvidia, raised its forecast.", "AMD", "Nvidia"),
        ("Grab faces competition from Uber.", "Grab", "Uber"),
        ("The rivalry between Uber and Grab is over.", "Grab", "Uber"),
        ("Tesla lost market share to Rivian.", "Rivian", "Tesla"),
        ("Amazon took on Microsoft in the cloud.", "Amazon", "Microsoft"),
        ("Tesla trails in the south. Its rivals include Rivian.", "Rivian", "Tesla"),
    ],
)
def test_rivals_either_way_round(read: Read, sentence: str, one: str, other: str) -> None:
    assert {one, other} in [{s, o} for t, s, o in facts(read(sentence)) if t == "COMPETES_WITH"]


def test_a_won_behind_a_large_number_is_money(read: Read) -> None:
    attrs = only(read("Samsung will invest 3 trillion won in Rivian."))[1]
    assert (attrs["amount"], attrs["currency"]) == (3e12, "KRW")
    assert not read("Of 3 trillion, Samsung won in Rivian.").claims


@pytest.mark.parametrize(
    ("sentence", "object_"),
    [
        ("Tesla is building a plant in Beijing.", "Beijing city"),
        ("Tesla broke ground on a factory near Beijing.", "Beijing city"),
        ("Tesla will build a factory in China.", "China"),
    ],
)
def test_a_capital_is_a_place_where_something_is_built(read: Read, sentence: str, object_: str) -> None:
    assert facts(read(sentence)) == {("INVESTS_IN", "Tesla", object_)}


def test_officials_in_a_capital_act_for_the_state(read: Read) -> None:
    assert facts(read("Regulators in Beijing banned Nvidia.")) == {("SANCTIONS", "China", "Nvidia")}


def test_whose_companies_are_on_a_list_is_not_on_it(read: Read) -> None:
    found = read("The EU added 54 firms to its sanctions list, among them Chinese chipmaker SMIC.")
    assert facts(found) == {("SANCTIONS", "European Union", "SMIC")}


@pytest.mark.parametrize(
    "text",
    [
        "Washington barred Huawei from buying Rivian.",
        "Washington blocked Huawei's purchase of Rivian.",
        "Washington sued to stop Huawei's purchase of Rivian.",
    ],
)
def test_who_may_not_take_over_a_company_is_under_no_sanctions(read: Read, text: str) -> None:
    assert not [claim for claim in read(text).claims if claim.type == "SANCTIONS"]


def test_who_buys_out_a_partner_does_not_buy_it(read: Read) -> None:
    assert facts(read("Uber raised its stake in Rivian by buying out SoftBank.")) == {("INVESTS_IN", "Uber", "Rivian")}


def test_what_is_bought_is_a_company_whatever_the_model_takes_it_for(read: Read) -> None:
    found = read("Microsoft completed its purchase of Kaonavi for $2 billion.")
    assert {(claim.type, claim.object.name, claim.object.kind) for claim in found.claims} == {
        ("ACQUIRES", "Kaonavi", "Company"),
        ("INVESTS_IN", "Kaonavi", "Company"),
    }


def test_a_person_may_buy_a_company(read: Read) -> None:
    found = facts(read("Donald Trump bought Uber for $44 billion."))
    assert found == {("ACQUIRES", "Donald Trump", "Uber"), ("INVESTS_IN", "Donald Trump", "Uber")}


def test_lists_are_taken_apart(read: Read) -> None:
    found = facts(read("The U.S. blacklisted Chinese companies including Huawei, Tencent and SMIC."))
    assert {o for t, s, o in found if (t, s) == ("SANCTIONS", "United States")} >= {"Huawei", "Tencent", "SMIC"}


def test_a_company_of_the_list_does_not_invest_in_itself(read: Read) -> None:
    found = read("Microsoft and Amazon invested in Microsoft.")
    assert facts(found) == {("INVESTS_IN", "Amazon", "Microsoft")}


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Washington imposed sanctions on Huawei.", "in_force"),
        ("Washington plans to impose sanctions on Huawei.", "planned"),
        ("Washington is considering sanctions on Huawei.", "planned"),
        ("Washington will ban Huawei.", "planned"),
        ("Washington lifted sanctions on Huawei.", "lifted"),
        ("Washington would lift sanctions on Huawei.", "in_force"),
        ("Microsoft acquired Grab.", "done"),
        ("Microsoft agreed to acquire Grab.", "planned"),
        ("Microsoft will acquire Grab.", "planned"),
        ("Microsoft is in talks to acquire Grab.", "rumoured"),
        ("Microsoft abandoned its acquisition of Grab.", "withdrawn"),
        ("SoftBank sold its stake in Grab.", "withdrawn"),
        ("Microsoft agreed to acquire Grab, but it dropped the purchase in August.", "withdrawn"),
        ("Microsoft agreed to acquire Grab, but it did not drop the purchase.", "planned"),
        ("Microsoft announced that it has acquired Grab.", "done"),
        ("Microsoft is said to have acquired Grab.", "done"),
        ("Microsoft is close to acquiring Grab.", "rumoured"),
        ("Microsoft is on the verge of acquiring Grab.", "rumoured"),
        ("Microsoft walked back its plan to invest in Grab.", "withdrawn"),
        ("Microsoft lost its bid for Grab.", "withdrawn"),
        ("Microsoft's acquisition of Grab is on hold.", "planned"),
        ("Microsoft postponed its investment in Grab.", "planned"),
        ("Washington delayed its ban on Huawei.", "planned"),
        ("Washington refused to lift sanctions on Huawei.", "in_force"),
        ("Washington's ban on Huawei was wrong.", "in_force"),
        ("A judge prohibited Microsoft from acquiring Grab.", "withdrawn"),
        ("Amazon opposes Microsoft's acquisition of Grab.", "planned"),
    ],
)
def test_status(read: Read, sentence: str, status: str) -> None:
    assert {claim.status for claim in read(sentence).claims} == {status}


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Washington did not sanction Huawei.", "negated"),
        ("Tencent hasn’t invested in Grab.", "negated"),
        ("Microsoft decided against acquiring Grab.", "negated"),
        ("Microsoft denied that it had acquired Grab.", "denied"),
        ("Microsoft denied a local report that it had agreed to acquire Grab.", "denied"),
        ("Uber would suffer if Microsoft acquired Grab.", "conditional"),
        ("Microsoft could acquire Grab.", "hypothetical"),
        ("Rivian denied that it was in talks to be bought by Amazon.", "denied"),
        ("Rivian denied it was in talks to be acquired by Amazon.", "denied"),
        ("Rumours that Amazon would buy Rivian were unfounded.", "denied"),
        ("Amazon rejected suggestions that it would buy Rivian.", "denied"),
        ("Amazon was falsely reported to have bought Rivian.", "denied"),
        ("Had Amazon bought Rivian, shares would have risen.", "conditional"),
        ("Amazon would have bought Rivian.", "hypothetical"),
        ("Analysts want Amazon to buy Rivian.", "hypothetical"),
        ("Amazon has yet to invest in Rivian.", "negated"),
        ("Amazon nearly bought Rivian.", "negated"),
        ("Amazon is unlikely to buy Rivian.", "negated"),
        ("Amazon missed the chance to invest in Rivian.", "negated"),
        ("Amazon was to have bought Rivian.", "negated"),
        ("Amazon stopped short of buying Rivian.", "negated"),
        ("Few expected Amazon to buy Rivian.", "negated"),
        ("A new rule discourages Microsoft from competing with Amazon.", "negated"),
        ("Microsoft opposes competing with Amazon.", "negated"),
        ("Rivian might compete with Tesla.", "hypothetical"),
    ],
)
def test_what_is_no_claim_is_refused_with_its_reason(read: Read, sentence: str, reason: str) -> None:
    found = read(sentence)
    assert (found.claims, [r.reason for r in found.refusals]) == ((), [reason])
    assert found.refusals[0].sample == sentence


@pytest.mark.parametrize(
    ("sentence", "attrs"),
    [
        ("Washington imposed export controls on China.", {"measure": "export_control"}),
        ("Amazon was fined $700 million by the EU.", {"measure": "fine"}),
        ("The Commerce Department added SMIC to the Entity List.", {"measure": "entity_listing", "list": "Entity List"}),
        ("Microsoft acquired Grab for $2 billion.", {"kind": "acquisition", "amount": 2e9, "currency": "USD", "amount_usd": 2e9}),
        ("SoftBank holds a 20% stake in Grab.", {"kind": "equity", "stake_pct": 20.0}),
        (
            "SoftBank bought a stake in Grab in a deal worth $2 billion.",
            {"kind": "equity", "amount": 2e9, "currency": "USD", "amount_usd": 2e9},
        ),
        ("TSMC will build a $12 billion factory in Arizona.", {"kind": "capex", "amount": 12e9, "currency": "USD", "amount_usd": 12e9}),
    ],
)
def test_attributes(read: Read, sentence: str, attrs: dict[str, object]) -> None:
    assert only(read(sentence))[1] == attrs


def test_a_foreign_sum_is_converted_at_the_day_of_publication(read: Read) -> None:
    attrs = only(read("Tencent invested 13.5 billion yuan in Grab."))[1]
    assert (attrs["amount"], attrs["currency"]) == (13.5e9, "CNY")
    assert attrs["amount_usd"] == pytest.approx(1.87e9, rel=0.01)


def test_a_valuation_is_no_price(read: Read) -> None:
    assert "amount" not in only(read("Tencent invested in Grab at a valuation of $10 billion."))[1]
    assert "amount" not in only(read("Tencent invested in Grab at a valuation of $10 billion, including the new money."))[1]


def test_strongest_status_and_one_claim_per_fact(read: Read) -> None:
    found = read("Microsoft plans to acquire Grab.\n\nMicrosoft acquired Grab.")
    assert only(found)[0] == "done"


def test_rivals_named_both_ways_are_one_claim(read: Read) -> None:
    assert len(read("Rivian competes with Tesla.\n\nTesla competes with Rivian.").claims) == 1


def test_the_company_is_the_subject_of_the_sentence_before(read: Read) -> None:
    text = "Tencent reported a profit. The company acquired Grab."
    claim = read(text).claims[0]
    assert (claim.subject.name, claim.subject.text, claim.object.name) == ("Tencent", "The company", "Grab")
    assert [text[e.start : e.end] for e in claim.evidence if e.role is Role.ANTECEDENT] == ["Tencent"]
    assert claim.confidence < read("Tencent acquired Grab.").claims[0].confidence


def test_an_unclear_reference_gives_no_claim(read: Read) -> None:
    assert not read("Prices of Tencent, Uber and Tesla fell. The company acquired Grab.").claims


def test_a_round_without_a_name_is_that_of_the_company_the_text_is_about(read: Read) -> None:
    about = "Grab grew. Grab raised $300 million. Grab hired too."
    assert ("INVESTS_IN", "SoftBank", "Grab") in facts(read(f"{about} The round was led by SoftBank."))
    two = f"{about} Uber grew. Uber hired."
    assert ("INVESTS_IN", "SoftBank", "Grab") in facts(read(f"{two} The round was led by SoftBank."))  # only Grab raised money
    assert not read(two.replace("raised $300 million", "expanded") + " The round was led by SoftBank.").claims


def test_a_bare_rival_is_one_of_the_company_the_text_is_about(read: Read) -> None:
    (claim,) = read("Tesla cut its prices. Rival Rivian raised them.").claims
    assert (claim.subject.name, claim.object.name) == ("Tesla", "Rivian")
    assert claim.confidence < 0.7


def test_a_subject_the_article_names_once_fills_in_for_an_unnamed_one(read: Read) -> None:
    found = facts(read("Washington sanctioned Huawei.\n\nSMIC was blacklisted as well."))
    assert ("SANCTIONS", "United States", "SMIC") in found
    assert not read("SMIC was blacklisted.").claims


def test_evidence_points_at_the_words(read: Read) -> None:
    text = "Menu\n\nNews of the day.\n\nWashington blacklisted Huawei in May."
    (claim,) = read(text).claims
    shown = {e.role: text[e.start : e.end] for e in claim.evidence}
    assert shown == {
        Role.SENTENCE: "Washington blacklisted Huawei in May.",
        Role.SUBJECT: "Washington",
        Role.OBJECT: "Huawei",
        Role.TRIGGER: "blacklisted",
    }
    assert claim.sentence == text[claim.start : claim.end]


def test_of_two_sentences_that_say_the_same_the_dated_one_proves_it(read: Read) -> None:
    """The headline says it first; only the body says when."""
    text = "US lifts sanctions on ZTE.\n\nThe United States lifted sanctions on ZTE on July 13, 2018."
    (claim,) = read(text).claims
    assert claim.event_date == date(2018, 7, 13)
    assert "July 13" in claim.sentence
