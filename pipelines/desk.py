"""For notebooks: the library's answers as DataFrames with typed columns.

    from pipelines.desk import answer, questions

    questions()
    answer("sanctions_on", entity="Huawei")
    answer("published", since=date(2024, 5, 1), limit=200)
    answer("competitors", entity="AMD", as_of=date(2024, 6, 1))

Where record and server are, the environment says, as for the commands. Belongs here: what a notebook
calls. Does not: what the commands can do and a notebook can not do without.
"""

import warnings
from datetime import UTC, date, datetime, time

import numpy as np
import pandas as pd

from graph_schema.errors import SchemaError
from graph_schema.load import load_schema
from graph_schema.queries import Query, load_queries
from graph_schema.registry import known_entities
from pipelines.export.answers import typed
from pipelines.export.values import text_of
from pipelines.flow import Knowledge, wanted
from pipelines.graph import local
from pipelines.graph.ask import ask
from pipelines.graph.connection import connected
from pipelines.graph.past import ask_as_of
from pipelines.graph.server import Server
from pipelines.judgements.ledger import Ledger
from pipelines.record import Record, writing
from pipelines.settings import Settings, load_settings

WAIT_SECONDS = 60.0


def questions() -> pd.DataFrame:
    """The library: a row for each question with its title, what it answers, its parameters and columns."""
    told = [
        {
            "name": query.name,
            "title": query.title,
            "answers": query.answers,
            "parameters": {p.name: f"{p.type}, {p.otherwise}" for p in query.parameters},
            "columns": list(query.columns),
        }
        for query in load_queries().values()
    ]
    return pd.DataFrame(told).set_index("name")


def answer(question: str, /, *, as_of: date | None = None, settings: Settings | None = None, **parameters: object) -> pd.DataFrame:
    """The answer to a question of the library, as `pipelines.export.answers.typed` types it.

    Parameters are values of their types, or texts as `newsgraph query --param` takes them. `as_of` asks the graph
    as it was at the end of that day, or at that moment (UTC unless it has a zone). Settings are those of the environment.
    Raises SchemaError for an unknown question or a parameter that does not fit, ServerError where no server answers.
    """
    library = load_queries()
    if question not in library:
        raise SchemaError(f"there is no question {question!r}", where="answer", fix=f"Choose one of {', '.join(library)}.")
    settings = settings or load_settings()
    asked, given, schema = (
        library[question],
        library[question].bind({name: _typed_in(name, value) for name, value in parameters.items()}),
        load_schema(),
    )
    at = None if as_of is None else _moment(as_of)
    address = settings.neo4j or local.address(settings)
    with connected(address) as driver:
        server = Server(driver, address.database)
        if at is None:
            return typed(ask(driver, address.database, asked, given), schema)
        return typed(_as_of(server, settings, asked, given, at), schema)


def _as_of(server: Server, settings: Settings, asked: Query, given: dict[str, object], at: datetime) -> pd.DataFrame:
    knowledge = Knowledge(Record(settings.record), Ledger(settings.judgements), load_schema(), known_entities)
    picture = wanted(knowledge, at)
    with writing(settings.record, wait=WAIT_SECONDS, told=warnings.warn):
        return ask_as_of(server, knowledge.schema, picture, asked, given)


def _moment(given: date) -> datetime:
    if not isinstance(given, date):
        raise SchemaError(f"`as_of` is {given!r}", where="answer", fix="Give a date or a datetime, such as date(2024, 6, 1).")
    if not isinstance(given, datetime):
        return datetime.combine(given, time.max, UTC)
    return given.astimezone(UTC) if given.tzinfo else given.replace(tzinfo=UTC)


def _typed_in(name: str, value: object) -> str:
    """A value as a person types it."""
    if isinstance(value, list | tuple):
        if stray := next((item for item in value if not isinstance(item, str) or "," in item), None):
            raise SchemaError(f"parameter `{name}` holds {stray!r}", where="answer", fix="Give texts without a comma.")
        return ",".join(value)
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, datetime) and value.tzinfo is None and value.time() == time.min:
        value = value.date()  # as pandas writes a day
    if not isinstance(value, str | int | float | date | None):
        fix = "Give a text, a number, a date, a list of texts, or None."
        raise SchemaError(f"parameter `{name}` is {value!r}", where="answer", fix=fix)
    return "null" if value is None else text_of(value)
