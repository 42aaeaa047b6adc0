"""Who rivals whom, one construction a line: what a sentence states and, of its look-alikes, what it does not."""

from collections.abc import Callable

import pytest

from pipelines.records import Extraction

Read = Callable[[str], Extraction]


def rivals(extraction: Extraction) -> set[frozenset[str]]:
    return {frozenset((c.subject.name, c.object.name)) for c in extraction.claims if c.type == "COMPETES_WITH"}


def pairs(*named: str) -> set[frozenset[str]]:
    return {frozenset(pair.split(" - ")) for pair in named}


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Nvidia beat out AMD for the contract.", ["Nvidia - AMD"]),
        ("Microsoft is trying to fend off Amazon in cloud computing.", ["Microsoft - Amazon"]),
        ("AMD is catching up with Nvidia in graphics chips.", ["AMD - Nvidia"]),
        ("Rivian has struggled to keep pace with Tesla.", ["Rivian - Tesla"]),
        ("Microsoft is holding its own against Amazon and OpenAI.", ["Microsoft - Amazon", "Microsoft - OpenAI"]),
        ("Microsoft, up against Amazon in e-commerce, is cutting prices.", ["Microsoft - Amazon"]),
        ("That puts AMD up against Nvidia.", ["AMD - Nvidia"]),
        ("Encroachment from Amazon has hurt Microsoft.", ["Amazon - Microsoft"]),
        ("Rivian is locked in a price war with Tesla.", ["Rivian - Tesla"]),
        ("Tesla held 32 percent of the market, followed by Rivian.", ["Tesla - Rivian"]),
        ("AMD ranked third in the market, behind Nvidia and Huawei.", ["AMD - Nvidia", "AMD - Huawei"]),
        ("AMD is the second-largest chip maker after Nvidia.", ["AMD - Nvidia"]),
        ("AMD gained ground at Nvidia's expense.", ["AMD - Nvidia"]),
        ("Tesla lost its crown as the biggest seller of electric cars to Rivian.", ["Tesla - Rivian"]),
        ("Nvidia and AMD are battling for cloud customers.", ["Nvidia - AMD"]),
        ("Tesla and Rivian are fierce competitors.", ["Tesla - Rivian"]),
        ("Competitors of Tesla include Rivian.", ["Tesla - Rivian"]),
        ("Nvidia counts AMD among its rivals.", ["Nvidia - AMD"]),
        ("Microsoft has identified Amazon as a serious competitive threat.", ["Microsoft - Amazon"]),
        ("Unlike rivals Nvidia and AMD, Huawei makes phones.", ["Huawei - Nvidia", "Huawei - AMD"]),
        ("Nvidia, along with rivals AMD and Huawei, will attend.", ["Nvidia - AMD", "Nvidia - Huawei"]),
        ("The deal will leave Nvidia with double the revenue of rival AMD.", ["Nvidia - AMD"]),
        ("Huawei has become a thorn in Nvidia's side.", ["Huawei - Nvidia"]),
        ("Nvidia vs. AMD: which share is the better buy?", ["Nvidia - AMD"]),
        ("Uber and Grab battle for riders in New York.", ["Uber - Grab"]),
        ("Nvidia and AMD are locked in a battle for the market.", ["Nvidia - AMD"]),
        ("Tesla and Rivian are racing to develop a cheaper truck.", ["Tesla - Rivian"]),
        ("Microsoft is fighting Amazon for customers.", ["Microsoft - Amazon"]),
        ("Huawei pushed Samsung out of second place.", ["Huawei - Samsung Electronics"]),
        ("The new chip is Huawei's answer to Nvidia.", ["Huawei - Nvidia"]),
        ("Uber and its rival Grab have raised prices.", ["Uber - Grab"]),
        ("Huawei is a threat to Nvidia.", ["Huawei - Nvidia"]),
        ("Amazon is building a rival to Nvidia.", ["Amazon - Nvidia"]),
        ("Huawei's chips are eating into Nvidia's market share.", ["Huawei - Nvidia"]),
        ("Nvidia extended its lead over AMD.", ["Nvidia - AMD"]),
        ("AMD is closing the gap with Nvidia.", ["AMD - Nvidia"]),
        ("Nvidia and AMD dominate the market for such chips.", ["Nvidia - AMD"]),
        ("AMD makes chips that compete well with those from Nvidia.", ["AMD - Nvidia"]),
        ("Huawei's chips rival those made by Nvidia.", ["Huawei - Nvidia"]),
        ("Shares of AMD, an Nvidia rival, fell.", ["AMD - Nvidia"]),
        ("Rivian positioned itself as a rival to Tesla.", ["Rivian - Tesla"]),
        ("AMD slashed its prices as competition from Nvidia intensified.", ["AMD - Nvidia"]),
        ("Microsoft has fierce competition in the form of Amazon's cloud business.", ["Microsoft - Amazon"]),
        (
            "Huawei faces stiff competition from some of the best known makers of chips, including Nvidia and AMD.",
            ["Huawei - Nvidia", "Huawei - AMD"],
        ),
        ("Microsoft fended off a challenge from Amazon.", ["Microsoft - Amazon"]),
        ("AMD held 30 percent of the market, ahead of Huawei.", ["AMD - Huawei"]),
        ("Uber and Grab are each other's biggest rivals.", ["Uber - Grab"]),
        ("Uber and Grab poach each other's drivers.", ["Uber - Grab"]),
        ("The carmaker chose Nvidia over AMD for its next cars.", ["Nvidia - AMD"]),
        ("Amazon's entry creates new challenges for Microsoft.", ["Amazon - Microsoft"]),
        ("Rivian makes trucks. He pointed to Tesla as the closest rival.", ["Rivian - Tesla"]),
        ("Nvidia leads the market. AMD is widely seen as the main competitor.", ["Nvidia - AMD"]),
        ("Nvidia warned of a weak quarter while hometown rival AMD reported losses.", ["Nvidia - AMD"]),
        ("AMD will mimic a design from competitor Nvidia.", ["AMD - Nvidia"]),
        ("Tesla shares fell as competitors Rivian and Huawei cut prices.", ["Tesla - Rivian", "Tesla - Huawei"]),
        ("An investor sold a stake in Uber and bought shares of competitor Grab.", ["Uber - Grab"]),
        ("Nvidia unveiled a chip. The company bought a startup to defend its lines against those of rival AMD.", ["Nvidia - AMD"]),
        ("Consumers in China fled Huawei. Huawei lost them to competitors like Nvidia's chips.", ["Huawei - Nvidia"]),
    ],
)
def test_what_real_news_says_of_rivals(read: Read, text: str, stated: list[str]) -> None:
    assert rivals(read(text)) == pairs(*stated)


@pytest.mark.parametrize(
    "text",
    [
        "Tesla surpassed Amazon as the most valuable company on Friday.",
        "Nvidia is ahead of Microsoft in market capitalization.",
        "Shares of AMD rose 3 percent, followed by Nvidia and Microsoft.",
        "Uber no longer competes with Grab.",
        "The court battle with Nvidia has cost Huawei millions.",
        "Xiaomi was long called China's answer to Tesla.",
        "Nvidia beat estimates, said an analyst at Microsoft.",
        "The chip industry, which Nvidia leads, faces threats from abroad.",
        "Analysts prefer Nvidia to AMD for its growth.",
        "Nvidia has no plans to build a business that competes with Amazon.",
        "Nvidia rose. The agency named Amazon and Microsoft as the final competitors for the contract.",
        "Amazon's entry creates new challenges for regulators.",
        "SoftBank cut its rating, saying the market was under competition from Amazon.",
    ],
)
def test_what_only_looks_like_rivalry(read: Read, text: str) -> None:
    assert rivals(read(text)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "SoftBank cut its rating of Uber, saying the company faces competitors such as Grab.",
        "Uber reported record sales. Analysts at SoftBank said competitors such as Grab would suffer.",
    ],
)
def test_who_only_says_it_is_no_rival(read: Read, text: str) -> None:
    assert rivals(read(text)) == pairs("Uber - Grab")


def test_long_standing_rivals_rival_each_other_and_not_the_subject(read: Read) -> None:
    text = "Huawei said the speaker responds to both companies, arch rivals Microsoft and Amazon."
    assert rivals(read(text)) == pairs("Microsoft - Amazon")


def test_competing_products_are_products_of_competitors(read: Read) -> None:
    claims = rivals(read("Nvidia's new H100 is a rival to AMD's MI300."))
    assert claims == pairs("H100 - MI300", "Nvidia - AMD")
