from collections.abc import Callable

import pytest

from graph_schema.registry import KnownEntity, Registry
from pipelines.language.extractor import Extractor
from pipelines.language.familiar import FamiliarWords
from pipelines.language.known import KnownNames
from pipelines.records import Extraction, Mention

Read = Callable[[str], Extraction]


def named(extraction: Extraction) -> dict[str, str]:
    return {m.text: m.name for m in extraction.mentions}


def mention(extraction: Extraction, text: str) -> Mention:
    return next(m for m in extraction.mentions if m.text == text)


def test_the_longest_known_name_wins(read: Read) -> None:
    found = mention(read("The Commerce Department's list grew."), "Commerce Department")
    assert (found.registry_id, found.kind) == ("NG6", "GovernmentBody")


def test_a_legal_form_belongs_to_the_name(read: Read) -> None:
    assert mention(read("Shares of Tencent Holdings Ltd. rose."), "Tencent Holdings Ltd.").registry_id == "NG20"


def test_a_weak_name_needs_support(read: Read) -> None:
    assert "Target" not in named(read("Target practice starts at nine."))
    supported = read("Target Corp. raised its forecast. Analysts like Target.")
    assert [m.registry_id for m in supported.mentions if m.text == "Target"] == ["NG24"]


def test_a_name_that_ends_in_a_trade_is_a_company_whatever_the_model_takes_it_for(read: Read) -> None:
    assert mention(read("Larkspur Robotics has raised $120 million in a new round."), "Larkspur Robotics").kind == "Company"


def test_a_name_is_case_sensitive(read: Read) -> None:
    assert "grab" not in named(read("They grab what they can."))


def test_a_company_in_a_product_is_not_the_company(read: Read) -> None:
    found = read("Reviewers praised the Huawei Mate 60 for its camera.")
    assert "NG11" not in {m.registry_id for m in found.mentions}


def test_adjectives_and_capitals_stand_for_the_country(read: Read) -> None:
    found = read("Chinese regulators and Washington disagreed.")
    assert {m.text: m.registry_id for m in found.mentions} == {"Chinese": "NG2", "Washington": "NG1"}


def test_an_acronym_in_brackets_carries_the_full_name(read: Read) -> None:
    found = named(read("Northern Lamp Manufacturing Corp. (NLMC) grew. Profit at NLMC doubled."))
    assert found["NLMC"] == "Northern Lamp Manufacturing Corp."


def test_a_short_form_carries_the_full_name(read: Read) -> None:
    text = "Tencent invested in Northern Lampworks Technology Co. Ltd. last week. Tencent likes Lampworks."
    assert named(read(text))["Northern Lampworks Technology Co. Ltd."] == "Northern Lampworks Technology Co. Ltd."
    (claim,) = read("Northern Lampworks Technology Co. Ltd. grew. Tencent invested in Lampworks.").claims
    assert claim.object.name == "Northern Lampworks Technology Co. Ltd."


def test_a_ticker_in_brackets_is_no_second_company(read: Read) -> None:
    assert set(named(read("Amazon (AMZN) acquired Uber (XQZ).")).values()) == {"Amazon", "Uber"}


def test_all_tickers_in_a_bracket_are_no_companies(read: Read) -> None:
    assert set(named(read("Amazon (AMZN, XQZL) acquired Uber.")).values()) == {"Amazon", "Uber"}


@pytest.mark.parametrize("text", ["On Monday in March the AI boom grew.", "Q3 was fine.", "The IPO failed."])
def test_days_and_buzzwords_are_no_names(read: Read, text: str) -> None:
    assert not read(text).mentions


def test_mentions_lie_in_the_text(read: Read) -> None:
    text = "\n\n  “Tencent’s” deal – with Grab – \t was U.S.-led.\r\nHuawei’s too."
    assert all(text[m.start : m.end] == m.text for m in read(text).mentions)
    assert {"Tencent", "Grab", "Huawei"} <= set(named(read(text)))


@pytest.mark.parametrize(
    "text",
    [
        "Larkspur raised $20 million. Investors like Larkspur.",
        "Microsoft has invested in the startup Grethen Lowe.",
        "Grethen Lowe, a maker of lamps, hired a lawyer.",
        "Shares of Grethen Lowe rose.",
        "Microsoft, Nvidia and Grethen Lowe signed the letter.",
        "Grethen Lowe said its sales doubled.",
        "Larkspur founder Jane Brown left. She had led Larkspur since May.",
    ],
)
def test_what_the_text_says_of_a_name_tells_its_kind(read: Read, text: str) -> None:
    name = "Larkspur" if "Larkspur" in text else "Grethen Lowe"
    assert {m.kind for m in read(text).mentions if m.text == name} == {"Company"}


@pytest.mark.parametrize("text", ["Jane Larkspur, who founded Nvidia, left.", "Analyst Olen Larkspur liked Nvidia."])
def test_a_person_stays_one(read: Read, text: str) -> None:
    assert [m.kind for m in read(text).mentions if m.text.endswith("Larkspur")] == ["Person"]


def test_the_beginning_of_a_known_name_is_its_short_form(read: Read) -> None:
    found = read("Samsung Electronics Co. and Huawei Technologies Co. sued each other. Advanced Micro Devices won. Advanced Micro fell.")
    assert mention(found, "Advanced Micro").registry_id == "NG13"


def test_an_acronym_without_brackets_carries_the_one_name_it_abbreviates(read: Read) -> None:
    found = named(read("Northern Lamp Manufacturing Corp. grew. Profit at NLMC doubled, NLMC said."))
    assert found["NLMC"] == "Northern Lamp Manufacturing Corp."


def test_a_title_parts_an_organisation_from_a_person(read: Read) -> None:
    found = {m.text: m.kind for m in read("Tencent fell after Larkspur Robotics General Counsel Jane Brown resigned.").mentions}
    assert found.items() >= {("Larkspur Robotics", "Company"), ("Jane Brown", "Person")}


def test_where_it_is_based_is_no_part_of_a_name(read: Read) -> None:
    assert "Larkspur Robotics" in named(read("Tencent bought D.C.-based Larkspur Robotics on Monday."))


def test_a_weak_name_that_the_text_calls_a_company_needs_no_other_support(read: Read) -> None:
    assert [m.registry_id for m in read("Uber has bought a stake in Target.").mentions if m.text == "Target"] == ["NG24"]


def test_a_line_in_capitals_is_read_as_if_it_were_not(read: Read) -> None:
    (claim,) = read("MICROSOFT TO INVEST $10 BILLION IN OPENAI").claims
    assert (claim.subject.name, claim.object.name, claim.status) == ("Microsoft", "OpenAI", "planned")
    assert not read("WE ALL TARGET WHAT WE CAN").mentions


def test_a_legal_form_ends_a_name_where_the_next_sentence_begins_with_one(read: Read) -> None:
    found = read("Microsoft faces competition from Uber and Nvidia Corp. Larkspur cut his target for Microsoft.")
    assert named(found)["Nvidia Corp."] == "Nvidia"
    assert "Nvidia Corp. Larkspur" not in named(found)


def test_a_name_keeps_its_first_word_at_the_start_of_a_sentence(read: Read) -> None:
    assert "VQBI Trusteeship Services Ltd." in named(read("VQBI Trusteeship Services Ltd. sold the shares."))


def test_a_name_keeps_the_words_around_one_that_is_known_alone(read: Read) -> None:
    found = named(read("SoftBank led the round, with participation from Tencent and Larkspur Target Ventures."))
    assert "Larkspur Target Ventures" in found


def test_a_country_at_the_end_of_a_sentence_is_no_part_of_the_next_name(read: Read) -> None:
    found = read("Microsoft bought Veltora. It is moving to the U.S. Veltora has 1,200 employees. Investors like Veltora.")
    assert [m.name for m in found.mentions if m.text == "U.S."] == ["United States"]
    assert "U.S. Veltora" not in named(found)


def test_a_short_form_without_the_last_words_of_the_longest_carries_it(read: Read) -> None:
    text = "Green Lampworks Brands Ltd. grew. Analysts like Green Lampworks Brands. Tencent acquired Green Lampworks."
    assert {c.object.name for c in read(text).claims} == {"Green Lampworks Brands Ltd."}


@pytest.mark.parametrize("longer", ["Veltora 4.0", "Veltora Pro", "Veltora Daily"])
def test_what_is_named_after_a_company_does_not_lend_it_its_name(read: Read, longer: str) -> None:
    found = read(f"Tencent acquired Veltora in May. The users of {longer} did not like it.")
    assert {c.object.name for c in found.claims} == {"Veltora"}


@pytest.mark.parametrize("text", ["Tencent owns a stake in several JVs.", "Tencent fell.\n\n(Updates with shares of Tencent in May.)"])
def test_acronyms_of_many_and_notes_of_the_desk_are_no_names(read: Read, text: str) -> None:
    assert set(named(read(text)).values()) == {"Tencent"}


def test_a_title_of_three_words_is_no_name(read: Read) -> None:
    found = named(read("Tencent's Chief Digital Officer Jane Brown resigned in May."))
    assert set(found) == {"Tencent", "Jane Brown"}


def test_a_country_before_words_that_name_nobody_alone_is_part_of_a_name(read: Read) -> None:
    assert "American Media Inc." in named(read("Tencent owns shares of American Media Inc., which lost money."))


def test_a_line_in_capitals_has_the_names_that_the_article_writes_in_ordinary_letters(read: Read) -> None:
    text = "VELTORA ROBOTICS TO BUY LARKSPUR\n\nVeltora Robotics Inc. is growing. Investors in Larkspur are content, Larkspur said."
    ends = {(c.subject.text, c.subject.name, text[c.object.start : c.object.end]) for c in read(text).claims}
    assert ends == {("VELTORA ROBOTICS", "Veltora Robotics Inc.", "LARKSPUR")}


@pytest.mark.parametrize("buyer", ["SAMSUNG ELECTRONICS", "AMAZON.COM"])
def test_a_known_name_of_some_words_leaves_a_line_in_capitals_one(read: Read, buyer: str) -> None:
    found = read(f"{buyer} BUYS VELTORA\n\nVeltora Inc. is growing fast.")
    assert {c.object.text for c in found.claims} == {"VELTORA"}


@pytest.mark.parametrize("line", ["VELTORA SAID ON MONDAY IT WOULD BUY A LARGE MAKER OF LAMPS.", "BETTING ON GROWTH", "CHANGE OF TACK"])
def test_a_capital_says_nothing_in_a_line_of_them(read: Read, line: str) -> None:
    assert not read(line).mentions


def test_a_common_word_is_no_name_in_a_line_of_capitals(read: Read) -> None:
    found = read("BANK MISSES TARGET FOR GROWTH\n\nTarget Corp. raised its forecast.")
    assert [m.text for m in found.mentions if m.name == "Target"] == ["Target Corp."]


def test_a_town_before_words_that_name_nobody_alone_is_part_of_a_name(read: Read) -> None:
    assert "Arizona Wealth SA" in named(read("Jane Brown, who runs money at Arizona Wealth SA, likes Tencent."))


def test_what_a_dash_follows_is_no_part_of_a_name(read: Read) -> None:
    assert set(named(read("Tencent bought Uber (UBER)—three times its size.")).values()) == {"Tencent", "Uber"}


def test_the_full_stop_of_a_sentence_is_no_part_of_a_name_that_ends_in_a_letter(extractor: Extractor) -> None:
    known = KnownEntity("NG1", "SpaceX", "Company", ("Space X",))
    prepared = FamiliarWords(KnownNames(Registry({known.id: known}, ("Company",), "test"), extractor._nlp), extractor._nlp).prepare(
        "They run Space X. The rocket maker sued."
    )
    assert [token.text for token in prepared.real] == ["They", "run", "Space X", ".", "The", "rocket", "maker", "sued", "."]


def test_a_name_may_end_in_ai(read: Read) -> None:
    found = named(read("Larkspur AI raised $10 million from Tencent. Nvidia AI chips sell."))
    assert "Larkspur AI" in found
    assert "Nvidia AI" not in found


def test_a_bare_noun_that_does_business_at_the_start_of_a_sentence_is_the_company(read: Read) -> None:
    assert [m.name for m in read("Target sued Amazon over patents.").mentions] == ["Target", "Amazon"]
    assert [m.name for m in read("The target sued Amazon over patents.").mentions] == ["Amazon"]


def test_a_people_is_no_company(read: Read) -> None:
    assert not [m for m in read("Washington barred Americans from owning Huawei shares.").mentions if m.text == "Americans"]
