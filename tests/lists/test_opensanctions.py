import pytest

from pipelines.lists.entries import ListEntry, RowError
from pipelines.lists.opensanctions import entry_of, lists_of
from tests.lists.conftest import target


def entry(schema: str = "Company", name: str = "Torrent Works", **cells: str) -> ListEntry:
    row = target(cells.pop("id", "NK-1"), schema, name, **cells)
    return entry_of(row, lists_of(row)[0])


def test_every_dataset_that_holds_a_target_is_a_list() -> None:
    found = lists_of(target("NK-1", "Company", "Torrent Works", 'Sample Register;"Lists; Others"'))
    assert [(list_.list_id, list_.name) for list_ in found] == [
        ("opensanctions-sample-register", "Sample Register"),
        ("opensanctions-lists-others", "Lists; Others"),
    ]


@pytest.mark.parametrize(
    ("schema", "name", "kind"),
    [
        ("Person", "Ada Example", "Person"),
        ("Company", "Torrent", "Company"),
        ("Organization", "Torrent", "Company"),
        ("PublicBody", "Sample Ministry", "GovernmentBody"),
        ("LegalEntity", "Torrent Works Ltd.", "Company"),
        ("LegalEntity", "Ada Example", None),
        ("Vessel", "Sample Star", None),
        ("CryptoWallet", "0xSAMPLE", None),
        ("SomethingNew", "Torrent Works Ltd.", None),
    ],
)
def test_a_kind_is_only_given_where_schema_or_name_says_so(schema: str, name: str, kind: str | None) -> None:
    found = entry(schema, name)
    assert (found.kind, found.source_type) == (kind, schema)


def test_quoted_values_keep_their_semicolons() -> None:
    assert entry(aliases='"Torrent; Works";TW').aliases == ("Torrent; Works", "TW")


@pytest.mark.parametrize(("countries", "country"), [("cn", "CN"), ("cn;hk", None), ("eu;de", "DE"), ("zz", None), ("suhh", None)])
def test_one_country_is_a_country_and_several_are_none(countries: str, country: str | None) -> None:
    assert entry(countries=countries).country == country


def test_when_opensanctions_first_saw_a_target_is_not_since_when_it_is_listed() -> None:
    assert (entry().since, entry().until) == (None, None)


def test_identifiers_are_known_by_their_form() -> None:
    found = entry(id="Q999999", identifiers="00000000000000000098;HRB 1")
    assert found.identifiers == ("ID:HRB 1", "LEI:00000000000000000098", "WIKIDATA:Q999999")


def test_of_people_only_public_identifiers_are_kept() -> None:
    assert entry("Person", "Ada Example", identifiers="X0000000;Q999999").identifiers == ("WIKIDATA:Q999999",)


def test_who_is_not_said_to_be_sanctioned_is_no_entry() -> None:
    with pytest.raises(RowError, match="not said to be sanctioned"):
        entry(sanctions="")
    assert entry(sanctions="", program_ids="SAMPLE-1").programs == ("SAMPLE-1",)
