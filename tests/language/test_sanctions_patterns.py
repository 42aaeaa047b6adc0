"""SANCTIONS as news tells them: who imposes, on whom, by what, and what is none."""

from collections.abc import Callable

import pytest

from pipelines.records import Extraction

Read = Callable[[str], Extraction]

US, CHINA, COMMERCE, BIS = "United States", "China", "US Department of Commerce", "Bureau of Industry and Security"


def sanctions(extraction: Extraction) -> set[tuple[str, str, str | None]]:
    return {(c.subject.name, c.object.name, c.status) for c in extraction.claims if c.type == "SANCTIONS"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # members of a group, named apart from it
        (
            "The Commerce Department on Thursday added 28 Chinese companies to its Entity List, including Huawei, SMIC and Tencent.",
            {(COMMERCE, "Huawei"), (COMMERCE, "SMIC"), (COMMERCE, "Tencent")},
        ),
        ("The U.S. blacklisted 38 Chinese firms, Huawei and Tencent among them.", {(US, "Huawei"), (US, "Tencent")}),
        ("The U.S. added two firms to its blacklist: Huawei and SMIC.", {(US, "Huawei"), (US, "SMIC")}),
        ("Among the companies blacklisted by Washington are SMIC and Tencent.", {(US, "SMIC"), (US, "Tencent")}),
        ("Tencent was one of several firms sanctioned by the U.S. in June.", {(US, "Tencent")}),
        ("The U.S. put 36 Chinese firms on its blacklist. The companies include Huawei and SMIC.", {(US, "Huawei"), (US, "SMIC")}),
        ("Huawei and SMIC make chips. Both companies are on the Entity List.", {(BIS, "Huawei"), (BIS, "SMIC")}),
        ("Firms on the Entity List such as Huawei and SMIC lost suppliers.", {(BIS, "Huawei"), (BIS, "SMIC")}),
        # the imposer in another place
        ("The additions to the list include Huawei and SMIC, the Commerce Department said.", {(COMMERCE, "Huawei"), (COMMERCE, "SMIC")}),
        ("The Commerce Department said it was adding Huawei to a trade blacklist.", {(COMMERCE, "Huawei")}),
        ("Japan imposed a ban on six foreign brokers. Later the regulator barred SoftBank from trading the yen.", {("Japan", "SoftBank")}),
        ("Huawei was banned in Japan.", {("Japan", "Huawei")}),
        ("Huawei has been banned from Japanese government networks.", {("Japan", "Huawei")}),
        # what it is imposed by
        ("The European Union passed a law that bars Huawei from its networks.", {("European Union", "Huawei")}),
        ("New rules bar U.S. companies from selling chips to China.", {(US, CHINA)}),
        ("A new U.S. order bans American investors from buying shares of Tencent.", {(US, "Tencent")}),
        # licences
        ("The U.S. told Nvidia that it would need a license to export its chips to China.", {(US, CHINA)}),
        ("The U.S. revoked licenses that allowed Nvidia and AMD to ship chips to Huawei.", {(US, "Huawei")}),
        ("Commerce Department officials told Nvidia that U.S. exports of its chips to Iran will require a license.", {(COMMERCE, "Iran")}),
        ("Nvidia is barred from selling its best chips to China under U.S. export rules.", {(US, CHINA)}),
        # nominal
        ("The European Union agreed a new package of sanctions against Iran.", {("European Union", "Iran")}),
        ("The blacklisting of SMIC by Washington hurt.", {(US, "SMIC")}),
        ("Huawei has struggled under U.S. sanctions.", {(US, "Huawei")}),
        ("Tencent has been subject to American sanctions since Tuesday.", {(US, "Tencent")}),
        ("US sanctions have crippled Huawei's phone business.", {(US, "Huawei")}),
        # procurement
        ("Japan ordered its carriers to stop buying equipment from Huawei.", {("Japan", "Huawei")}),
        ("Japan ordered Tencent to cease its operations in the country.", {("Japan", "Tencent")}),
        ("U.S.-sanctioned Huawei launched a phone.", {(US, "Huawei")}),
        ("Japan excluded Huawei from its 5G auction.", {("Japan", "Huawei")}),
        ("China barred operators of key networks from buying chips from Nvidia.", {(CHINA, "Nvidia")}),
        ("Japan will phase out Huawei equipment.", {("Japan", "Huawei")}),
        ("Japan plans to phase out the use of Huawei gear.", {("Japan", "Huawei")}),
        ("Japan banned dozens of China's phone apps.", {("Japan", CHINA)}),
        # said of others
        ("The U.S. blacklisted SMIC. The curbs resemble those imposed on Huawei.", {(US, "SMIC"), (US, "Huawei")}),
        ("Washington added Iran to its travel ban.", {(US, "Iran")}),
        ("China imposed tariffs on Japan's fishing industry.", {(CHINA, "Japan")}),
    ],
)
def test_finds_who_restricts_whom(read: Read, text: str, wanted: set[tuple[str, str]]) -> None:
    assert {(subject, object_) for subject, object_, _ in sanctions(read(text))} == wanted


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The Commerce Department is weighing whether to add Huawei to the Entity List.", "planned"),
        ("The European Union is preparing an order banning Huawei.", "planned"),
        ("Washington's removal of Huawei from the Entity List sent shares up.", "lifted"),
        ("The U.S. ended the ban on Huawei.", "lifted"),
        ("Japan briefly barred Huawei from its networks.", "lifted"),
        ("The U.S. ban on Huawei has prevented firms from working with it.", "in_force"),
        ("Japan removed China from its white list of trusted partners.", "in_force"),
        ("The U.S. decision to blacklist Huawei threatens to hurt its suppliers.", "in_force"),
    ],
)
def test_tells_how_it_stands(read: Read, text: str, status: str) -> None:
    assert {stands for _, _, stands in sanctions(read(text))} == {status}


@pytest.mark.parametrize(
    "text",
    [
        "China's ministry of commerce said Huawei had been blacklisted without reason.",
        "Tencent was not among the companies blacklisted by Washington.",
        "Could Beijing retaliate by barring Nvidia?",
        "A senator urged the Commerce Department to blacklist Huawei.",
        "The U.S. sanctioned Iran. Uber, a U.S. company, said Wednesday that it has stopped shipments to Huawei.",
        "The Commerce Department banned American companies from exporting.",
        "Washington presses its partners in Japan to block Huawei from their tenders.",
        "Tesla will phase out Nvidia equipment.",
        "Tesla added Japan to the list of its markets.",
        "SMIC reported results. The U.S. put 36 firms on its blacklist, and Tesla, including Target, rose.",
    ],
)
def test_takes_nothing_for_a_sanction_that_is_none(read: Read, text: str) -> None:
    assert not {(s, o) for s, o, _ in sanctions(read(text)) if o != "Iran"}


@pytest.mark.parametrize(
    ("text", "attrs"),
    [
        ("China's commerce ministry added Nvidia to its unreliable entity list. Beijing acted.", {"list": "Unreliable Entity List"}),
        ("The U.S. put Huawei on an export blacklist.", {"measure": "entity_listing", "list": "export blacklist"}),
        ("The U.S. barred Nvidia from selling its best chips to China.", {"measure": "export_control", "product": "best chips"}),
        ("China banned exports of gallium, germanium and antimony to Japan.", {"product": "gallium, germanium and antimony"}),
        ("China barred state agencies from buying chips from Nvidia.", {"measure": "procurement_ban", "product": "chips"}),
        ("The U.S. order bars investors from buying shares of Tencent.", {"measure": "investment_ban"}),
    ],
)
def test_tells_measure_list_and_product(read: Read, text: str, attrs: dict[str, str]) -> None:
    (claim,) = [c for c in read(text).claims if c.type == "SANCTIONS"]
    assert attrs.items() <= claim.attrs.items()


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. threatened Turkey with sanctions.",
        "The U.S. threatened China with additional tariffs.",
        "The prospect of U.S. tariffs on China weighs on shares.",
    ],
)
def test_what_is_only_threatened_is_planned(read: Read, text: str) -> None:
    assert {status for _, _, status in sanctions(read(text))} == {"planned"}
