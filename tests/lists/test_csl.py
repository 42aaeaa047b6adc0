from datetime import date

import pytest

from pipelines.lists.csl import entry_of, lists_of
from pipelines.lists.entries import ListEntry, OfficialList, RowError
from tests.lists.conftest import ENTITY_LIST, SDN, csl_row


def entry(name: str = "Torrent Works Co., Ltd.", **cells: str) -> ListEntry:
    row = csl_row("1", name, **cells)
    return entry_of(row, lists_of(row)[0])


@pytest.mark.parametrize(
    ("source", "list_id", "name", "authority"),
    [
        (ENTITY_LIST, "csl-EL", "Entity List", "Bureau of Industry and Security"),
        (SDN, "csl-SDN", "Specially Designated Nationals", "Treasury Department"),
        (
            "Military End User (MEU) List - Bureau of Industry and Security",
            "csl-MEU",
            "Military End User List",
            "Bureau of Industry and Security",
        ),
        (
            "Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department",
            "csl-NS-MBS",
            "Non-SDN Menu-Based Sanctions List",
            "Treasury Department",
        ),
        (
            "Non-SDN Chinese Military-Industrial Complex Companies List (CMIC) - Treasury Department",
            "csl-CMIC",
            "Non-SDN Chinese Military-Industrial Complex Companies List",
            "Treasury Department",
        ),
        ("A List of No Known Shape", "csl-a-list-of-no-known-shape", "A List of No Known Shape", None),
    ],
)
def test_one_file_holds_several_lists_each_with_its_authority(source: str, list_id: str, name: str, authority: str | None) -> None:
    assert lists_of(csl_row("1", "Torrent Works", source)) == (OfficialList(list_id, name, "csl", authority, "https://lists.example/el"),)


@pytest.mark.parametrize(
    ("name", "type_", "kind"),
    [
        ("Ada Example", "Individual", "Person"),
        ("VOSTRAN AO", "Entity", "Company"),
        ("SAMPLE STAR", "Vessel", None),
        ("N12345", "Aircraft", None),
        ("Torrent Works Co., Ltd.", "", "Company"),
        ("TORRENT WORKS LTD.", "", "Company"),
        ("Sample Institute of Optics", "", "Company"),
        ("Ada Example", "", None),
        ("Ostrander", "", None),
    ],
)
def test_a_kind_is_only_given_where_the_list_or_the_name_says_so(name: str, type_: str, kind: str | None) -> None:
    found = entry(name=name, type=type_)
    assert (found.kind, found.source_type) == (kind, type_ or None)


@pytest.mark.parametrize(
    ("text", "day"),
    [("2019-05-21", date(2019, 5, 21)), ("2019-05-21T00:00:00", date(2019, 5, 21)), ("2019", None), ("2019-05", None), ("", None)],
)
def test_a_date_without_a_day_is_left_out_rather_than_rounded(text: str, day: date | None) -> None:
    found = entry(start_date=text, end_date=text)
    assert (found.since, found.until) == (day, day)


@pytest.mark.parametrize("text", ["21 May 2019", "2019-13-01", "05/21/2019"])
def test_what_is_no_date_is_said_with_its_column(text: str) -> None:
    with pytest.raises(RowError, match="column start_date holds"):
        entry(start_date=text)


@pytest.mark.parametrize(
    ("addresses", "country"),
    [
        ("1 Sample Road, Shenzhen, CN", "CN"),
        ("1 Sample Road, Shenzhen, CN; 2 Sample Road, Wuxi, CN", "CN"),
        ("1 Sample Road, Shenzhen, CN; Dubai, AE", None),
        ("1 Sample Road, Shenzhen", None),
        ("", None),
    ],
)
def test_a_country_is_that_of_all_addresses(addresses: str, country: str | None) -> None:
    assert entry(addresses=addresses).country == country


def test_a_persons_nationality_says_more_than_an_address() -> None:
    assert entry(type="Individual", addresses="Dubai, AE", nationalities="CN").country == "CN"


def test_several_values_are_apart_and_an_empty_list_is_none() -> None:
    found = entry(alt_names="Torrent; Torrent  Precision Works ;Torrent", programs="ONE; TWO")
    assert (found.aliases, found.programs) == (("Torrent", "Torrent Precision Works"), ("ONE", "TWO"))
    assert entry(alt_names="[]").aliases == ()


def test_identifiers_are_told_from_the_remarks_among_them() -> None:
    ids = "1020000000000, Registration ID, RU; Legal Entity Number, 00000000000000000098; www.torrent.example, Website; Sanctions apply"
    assert entry(ids=ids).identifiers == ("REGISTRATION:1020000000000", "LEI:00000000000000000098")


def test_a_legal_entity_identifier_with_wrong_check_digits_is_none() -> None:
    assert entry(ids="00000000000000000099, Legal Entity Number").identifiers == ()


def test_numbers_of_people_are_not_kept() -> None:
    assert entry(type="Individual", ids="X0000000, Passport, CN; 12, Registration ID").identifiers == ()


@pytest.mark.parametrize(("column", "reason"), [("_id", "missing_id"), ("name", "missing_name"), ("source", "missing_source")])
def test_a_row_without_id_name_or_list_is_no_entry(column: str, reason: str) -> None:
    row = {**csl_row("1", "Torrent Works"), column: "  "}
    with pytest.raises(RowError) as caught:
        entry_of(row, lists_of(row)[0])
    assert caught.value.reason == reason
