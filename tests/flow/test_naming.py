"""What a person types finds one entity, or an error that says what there is."""

from pathlib import Path

import pytest

from graph_schema.registry import Registry
from pipelines.errors import SettingsError
from pipelines.flow.citing import article, claim, nobody
from pipelines.flow.naming import Names
from pipelines.judgements.entries import EntityRef, Verdict
from tests.flow.written import Said, Written


@pytest.fixture
def written(tmp_path: Path, registry: Registry) -> Written:
    """Two articles: a known company, an unknown one under two spellings, one that is a namesake's twin."""
    record = Written(tmp_path, registry, full={"ZT": "Zeta Robotics"}, kinds={"Mercury Drive": "Product"})
    record.known = {"Nvidia": next(entity.id for entity in registry.entities.values() if entity.name == "Nvidia")}
    record.article(
        "one.txt", "Zeta Robotics competes with Nvidia. Insiders trust ZT fully.", Said("Zeta Robotics", "Nvidia"), names=("ZT",)
    )
    record.article(
        "two.txt",
        "Zeta robotics Ltd competes with Borealis. Mercury Drive is new.",
        Said("Zeta robotics Ltd", "Borealis"),
        names=("Mercury Drive",),
    )
    return record


@pytest.mark.parametrize("typed", ["Zeta Robotics", "zeta robotics", "Zeta Robotics Inc.", "  Zeta   Robotics ", "ZT"])
def test_an_entity_is_known_by_any_spelling(written: Written, typed: str) -> None:
    assert Names(written.view()).entity(typed) == EntityRef("Zeta Robotics")


def test_an_entity_is_known_by_its_id(written: Written) -> None:
    names = Names(written.view())
    entity = names.id_of(names.entity("Borealis"))
    assert entity
    assert names.entity(entity) == names.entity(entity[:12]) == EntityRef("Borealis")


def test_a_known_entity_is_named_with_its_id(written: Written) -> None:
    known = written.known["Nvidia"]
    names = Names(written.view())
    assert names.entity("Nvidia") == names.entity(known) == EntityRef("Nvidia", known)


def test_a_known_entity_that_no_article_names_can_be_judged(written: Written, registry: Registry) -> None:
    intel = next(entity for entity in registry.entities.values() if entity.name == "Intel")
    assert Names(written.view()).entity("Intel") == EntityRef("Intel", intel.id)


def test_a_shown_name_leads_to_a_spelling_out_of_the_texts(written: Written) -> None:
    written.judge(Verdict.RENAME, a=EntityRef("Borealis"), name="The Northern One")
    assert Names(written.view()).entity("The Northern One") == EntityRef("Borealis")


def test_names_that_were_joined_can_still_be_told_apart(written: Written) -> None:
    written.judge(Verdict.SAME, a=EntityRef("Borealis"), b=EntityRef("Zeta Robotics"))
    names = Names(written.view())
    refs = names.entity("Borealis"), names.entity("Zeta Robotics")
    assert refs == (EntityRef("Borealis"), EntityRef("Zeta Robotics"))
    assert names.id_of(refs[0]) == names.id_of(refs[1])
    assert names.unit(refs[0]) != names.unit(refs[1])


@pytest.mark.parametrize("place", ["one.txt", "articles/one.txt"])
def test_a_name_can_be_meant_in_one_article_only(written: Written, place: str) -> None:
    seen = written.view()
    assert Names(seen).entity(f"ZT@{place}") == EntityRef("Zeta Robotics", article_id=article(seen, "one.txt").article_id)


def test_a_name_that_the_article_lacks_is_told_with_those_it_has(written: Written) -> None:
    with pytest.raises(SettingsError) as error:
        Names(written.view()).entity("Borealis@one.txt")
    assert "Nvidia, Zeta Robotics" in error.value.fix


def test_an_unknown_name_is_told_with_the_nearest(written: Written) -> None:
    with pytest.raises(SettingsError) as error:
        Names(written.view()).entity("Boreallis")
    assert "Did you mean Borealis (e-" in error.value.fix


def test_who_is_asked_about_and_unknown_is_told_with_the_nearest(written: Written) -> None:
    entities = written.view().entities[["name", "aliases"]]
    assert nobody(entities, "Boreallis") == "No entity of the record goes by 'Boreallis'. Did you mean Borealis?"
    assert nobody(entities, "NVIDIA") is None
    assert nobody(entities, entities["aliases"].map(list).sum()[0].upper()) is None
    assert nobody(entities.head(0), "Borealis") == "No entity of the record goes by 'Borealis'."


def test_an_ambiguous_name_is_told_with_the_choices(written: Written) -> None:
    written.kinds["Borealis"] = "Product"
    written.judge(Verdict.RENAME, a=EntityRef("Borealis"), name="Nvidia")
    with pytest.raises(SettingsError) as error:
        Names(written.view()).entity("Nvidia")
    assert "means 2 entities" in error.value.message
    assert written.known["Nvidia"] in error.value.fix
    assert "Company, mentioned once: “Zeta robotics Ltd competes with Borealis.”" in error.value.fix


def test_what_is_called_by_its_name_leads_back_to_it(written: Written) -> None:
    seen = written.view()
    names = Names(seen)
    for entity in seen.entities["entity_id"]:
        assert names.id_of(names.entity(names.called(entity))) == entity


def test_a_claim_is_known_by_the_beginning_of_its_id(written: Written) -> None:
    seen = written.view()
    id_ = seen.claims["claim_id"].iloc[0]
    assert claim(seen, id_[:10]) == claim(seen, id_)
    with pytest.raises(SettingsError, match="is no claim"):
        claim(seen, "c-nothing")


def test_the_beginning_of_several_ids_lists_the_claims(written: Written) -> None:
    for number in range(40):
        written.article(f"more-{number}.txt", f"Borealis competes with Firm{number} Ltd.", Said("Borealis", f"Firm{number} Ltd"))
    seen = written.view()
    beginnings = seen.claims["claim_id"].str[:4]
    shared = beginnings[beginnings.duplicated()].iloc[0]
    with pytest.raises(SettingsError) as error:
        claim(seen, shared)
    assert f"begins the ids of {(beginnings == shared).sum()} claims" in error.value.message
    assert "competes with" in error.value.fix
    with pytest.raises(SettingsError, match=f"begins the ids of {len(seen.claims)} claims"):
        claim(seen, "c-")


def test_an_article_is_known_by_id_place_and_own_id(written: Written) -> None:
    seen = written.view()
    by_place = article(seen, "articles/two.txt")
    assert by_place == article(seen, "two.txt") == article(seen, by_place.article_id)
    assert by_place.title == "On two.txt"
    with pytest.raises(SettingsError, match="is no article") as error:
        article(seen, "tow.txt")
    assert "articles/two.txt" in error.value.fix


def test_an_entry_of_a_list_is_known_by_list_and_id(written: Written) -> None:
    written.listed("NXL", ENTRY_1="Ilsa Quandt")
    names = Names(written.view())
    ref = names.entity("nxl:ENTRY_1")
    assert ref == EntityRef("Ilsa Quandt", list_id="NXL", entry_id="ENTRY_1")
    assert names.entity("Ilsa Quandt") == ref  # nobody else is called so
    assert names.shown[names.id_of(ref) or ""] == "Ilsa Quandt"
    with pytest.raises(SettingsError) as error:
        names.entity("NXL:ENTRY_2")
    assert "Did you mean ENTRY_1?" in error.value.fix
    assert names.entity("the nxl list:ENTRY_1") == ref
    with pytest.raises(SettingsError, match="They are like ENTRY_1"):
        names.entity("NXL:7")


def test_a_list_itself_can_not_be_judged(written: Written) -> None:
    written.listed("NXL", ENTRY_1="Ilsa Quandt")
    with pytest.raises(SettingsError, match="by no article and by no entry"):
        Names(written.view()).entity("The NXL list")
