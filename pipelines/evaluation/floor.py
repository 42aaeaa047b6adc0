"""The quality below which the extraction must not fall, on the shipped gold: written in gold/floor.yml, raised when it rises."""

from collections.abc import Mapping
from pathlib import Path

from graph_schema.strict import mapping, read_yaml
from pipelines.evaluation.gold import SHIPPED
from pipelines.evaluation.scoring import Evaluation

FLOOR = SHIPPED.with_name("floor.yml")
FIGURES = ("precision", "recall")

Floor = Mapping[str, Mapping[str, float]]


def read_floor(path: Path = FLOOR) -> Floor:
    """Precision and recall by type. Raises SchemaError naming file, key and fix."""
    top = read_yaml(path)
    types = {name: mapping(value, f"{top.where}: {name}") for name, value in top.values.items()}
    found = {name: {figure: fields.take(figure, float) for figure in FIGURES} for name, fields in types.items()}
    for fields in types.values():
        fields.finish(list(FIGURES))
    return found


def fallen(figures: Evaluation, floor: Floor) -> list[str]:
    """What is below the floor, a sentence each; a type that has none yet is not asked."""
    found = []
    for type_, least in floor.items():
        for name, value in least.items():
            figure = getattr(figures.types[type_], name).value
            if figure is None or figure < value:
                found.append(f"{name} of {type_} is {'unknown' if figure is None else f'{figure:.3f}'}, below {value}")
    return found
