"""The registry's format is strict, its phrases follow from the rows, and the rows we ship keep the rules."""

from collections import defaultdict
from pathlib import Path

import pytest

from graph_schema.errors import SchemaError
from graph_schema.load import load_schema
from graph_schema.registry import COLUMNS, Registry, load_registry

HEADER = ",".join(COLUMNS)
CORP = "NG000001,Gapco,Company,Gap Company of Ohio,,,,,US,,"


def write(folder: Path, *rows: str, header: str = HEADER, name: str = "some.csv") -> Path:
    (folder / name).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return folder


def strengths(registry: Registry, entity_id: str = "NG000001") -> dict[str, str]:
    return {p.text: p.strength for p in registry.phrases() if p.entity_id == entity_id}


@pytest.fixture(scope="module")
def shipped() -> Registry:
    return load_registry()


def test_a_row_becomes_an_entity(tmp_path: Path) -> None:
    row = 'NG000007,"Smith, Jones",Company,SJ One|SJ Two,Smith,,,,GB,SJ.L,Q42'
    entity = load_registry(write(tmp_path, row)).entities["NG000007"]
    assert (entity.name, entity.kind, entity.country, entity.ticker, entity.wikidata_id) == ("Smith, Jones", "Company", "GB", "SJ.L", "Q42")
    assert entity.aliases == ("SJ One", "SJ Two")
    assert entity.weak_aliases == ("Smith",)
    assert entity.parent is None


@pytest.mark.parametrize(
    ("row", "where", "what"),
    [
        ("NG1,A,Company,,,,,,,,", "some.csv:3, id", "six digits"),
        ("NG000002,,Company,,,,,,,,", "some.csv:3, name", "commonly used name"),
        ("NG000002,A,Firm,,,,,,,,", "some.csv:3, kind", "GovernmentBody"),
        ("NG000002,A,Company,b||c,,,,,,,", "some.csv:3, aliases", "bare |"),
        ("NG000002,A,Company,b| c,,,,,,,", "some.csv:3, aliases", "' c'"),
        ("NG000002,A,Company,b|b,,,,,,,", "some.csv:3, aliases", "doubled"),
        ("NG000002, A,Company,,,,,,,,", "some.csv:3, name", "space around"),
        ("NG000002,A,Company,,,,,,usa,,", "some.csv:3, country", "3166"),
        ("NG000002,A,Company,,,,,,,,95", "some.csv:3, wikidata_id", "Q95"),
        ("NG000002,A,Company,,,,,,,A B,", "some.csv:3, ticker", "AAPL"),
        ("NG000002,A,Company,,,,,NG000009,,,", "some.csv:3, parent", "NG000009"),
        ("NG000002,A,Company,,,,,NG000002,,,", "some.csv:3, parent", "ancestor"),
        ("NG000001,A,Company,,,,,,,,", "some.csv:3, id", "taken by some.csv:2"),
        ("NG000002,A,Company,,,", "some.csv:3", "6 cells"),
    ],
)
def test_an_unfit_row_is_an_error_that_names_place_and_fix(tmp_path: Path, row: str, where: str, what: str) -> None:
    with pytest.raises(SchemaError) as error:
        load_registry(write(tmp_path, CORP, row))
    assert error.value.where == where
    assert what in str(error.value)
    assert error.value.fix


@pytest.mark.parametrize("column", ["alias", "weak_aliases"])
def test_a_strong_phrase_means_one_entity_only(tmp_path: Path, column: str) -> None:
    cells = dict.fromkeys(COLUMNS, "") | {
        "id": "NG000002",
        "name": "Other",
        "kind": "Company",
        "aliases" if column == "alias" else column: "Gapco",
    }
    with pytest.raises(SchemaError, match=r"'Gapco' also means NG000001 \(some.csv:2\)") as error:
        load_registry(write(tmp_path, CORP, ",".join(cells.values())))
    assert error.value.where.startswith("some.csv:3")


def test_two_entities_may_share_a_weak_phrase(tmp_path: Path) -> None:
    registry = load_registry(write(tmp_path, "NG000001,Delta Air,Company,,Delta,,,,US,,", "NG000002,Delta Chips,Company,,Delta,,,,TW,,"))
    assert {p.entity_id for p in registry.phrases() if p.text == "Delta"} == {"NG000001", "NG000002"}


def test_a_legal_form_makes_a_weak_name_strong_unless_two_share_it(tmp_path: Path) -> None:
    registry = load_registry(write(tmp_path, "NG000001,Delta Air,Company,,Delta,,,,US,,", "NG000002,Delta Chips,Company,,Delta,,,,TW,,"))
    found = strengths(registry)
    assert found["Delta"] == "weak"
    assert found["Delta LLC"] == "strong"
    assert "Delta Inc." not in found


def test_a_name_listed_as_weak_is_weak_alone(tmp_path: Path) -> None:
    found = strengths(load_registry(write(tmp_path, "NG000001,Target,Company,Target Stores,Target,,,,US,,")))
    assert (found["Target"], found["Target Stores"], found["Target Corp."]) == ("weak", "strong", "strong")


def test_a_place_takes_no_legal_form_and_apostrophes_come_both_ways(tmp_path: Path) -> None:
    found = strengths(load_registry(write(tmp_path, "NG000001,Xi'an,Place,,Chang,,,,CN,,")))
    assert found == {"Xi'an": "strong", "Xi’an": "strong", "Chang": "weak"}


def test_a_companys_ampersand_may_be_written_out_and_a_letter_ends_its_sentence(tmp_path: Path) -> None:
    rows = "NG000001,Marbury & Sons,Company,,,,,,US,,", "NG000002,Lamps and Larks,Company,,,,,,US,,", "NG000003,Lark X,Company,,,,,,US,,"
    phrases = {p.text: p.entity_id for p in load_registry(write(tmp_path, *rows)).phrases()}
    assert phrases.items() >= {("Marbury and Sons", "NG000001"), ("Lamps & Larks", "NG000002"), ("Lark X.", "NG000003")}


def test_demonyms_and_metonyms_keep_their_strength(tmp_path: Path) -> None:
    found = strengths(load_registry(write(tmp_path, "NG000001,Ruritania,Country,,,Ruritanian,Strelsau,,RU,,")))
    assert found == {"Ruritania": "strong", "Ruritanian": "demonym", "Strelsau": "metonym"}


def test_another_header_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="unfit column 'colour'"):
        load_registry(write(tmp_path, header=HEADER + ",colour"))
    with pytest.raises(SchemaError, match="unfit column 'ticker'"):
        load_registry(write(tmp_path, header=HEADER.replace(",ticker", "")))


def test_a_file_that_is_no_utf8_or_no_csv_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "some.csv").write_bytes(HEADER.encode() + b"\nNG000001,\xff,Company,,,,,,,,\n")
    with pytest.raises(SchemaError, match=r"some.csv: is not UTF-8"):
        load_registry(tmp_path)
    write(tmp_path, 'NG000001,"A"b,Company,,,,,,,,')
    with pytest.raises(SchemaError, match=r"some.csv:2: is no CSV"):
        load_registry(tmp_path)


def test_a_folder_without_files_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="holds no"):
        load_registry(tmp_path)


def test_files_are_read_together_and_the_version_follows_the_data(tmp_path: Path) -> None:
    first = load_registry(write(tmp_path, CORP))
    again = load_registry(tmp_path)
    more = load_registry(write(tmp_path, "NG000002,Ohio,Place,,,,,,US,,", name="places.csv"))
    assert first.version == again.version != more.version
    assert list(more.entities) == ["NG000002", "NG000001"]  # by file name: places before some


def test_ours_knows_every_kind_of_the_schema(shipped: Registry) -> None:
    assert {entity.kind for entity in shipped.entities.values()} == set(load_schema().entity_kinds) == set(shipped.kinds)


def test_ours_gives_every_country_code_a_country(shipped: Registry) -> None:
    countries = {e.country for e in shipped.entities.values() if e.kind == "Country"}
    assert len(countries) >= 249
    assert {e.country for e in shipped.entities.values() if e.country} == countries


def test_ours_gives_no_wikidata_item_twice(shipped: Registry) -> None:
    items = [e.wikidata_id for e in shipped.entities.values() if e.wikidata_id]
    assert len(items) == len(set(items))


@pytest.mark.parametrize(
    ("text", "name", "strength"),
    [
        ("US", "United States", "strong"),
        ("Beijing", "China", "metonym"),
        ("Beijing", "Beijing", "weak"),
        ("Chinese", "China", "demonym"),
        ("Apple", "Apple", "weak"),
        ("Apple Inc.", "Apple", "strong"),
        ("Tesla Model 3", "Model 3", "strong"),
        ("OFAC", "Office of Foreign Assets Control", "strong"),
        ("BIS", "Bureau of Industry and Security", "weak"),
        ("Jordan", "Jordan", "weak"),
        ("MEU List", "Military End User List", "strong"),
    ],
)
def test_ours_knows_what_news_writes(shipped: Registry, text: str, name: str, strength: str) -> None:
    assert (name, strength) in {(shipped.entities[p.entity_id].name, p.strength) for p in shipped.phrases() if p.text == text}


def test_ours_never_takes_an_ordinary_word_for_a_country(shipped: Registry) -> None:
    assert not {"us", "Us", "turkey", "china"} & {p.text for p in shipped.phrases()}


def test_a_body_leads_up_to_its_country(shipped: Registry) -> None:
    body = next(e for e in shipped.entities.values() if e.name == "Bureau of Industry and Security")
    chain = []
    while body.parent:
        body = shipped.entities[body.parent]
        chain.append(body.name)
    assert chain == ["US Department of Commerce", "United States"]


def test_no_text_comes_twice_for_one_entity(shipped: Registry) -> None:
    seen: dict[str, list[str]] = defaultdict(list)
    for phrase in shipped.phrases():
        seen[phrase.entity_id].append(phrase.text)
    assert all(len(texts) == len(set(texts)) for texts in seen.values())
