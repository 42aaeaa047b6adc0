"""Files in the two formats, of made-up rows, with the columns of the samples."""

import csv
from collections.abc import Mapping
from pathlib import Path

SAMPLES = Path(__file__).parent.parent.parent / "samples" / "lists"


def _header(file: str) -> list[str]:
    return (SAMPLES / file).read_text(encoding="utf-8").splitlines()[0].replace('"', "").split(",")


CSL = _header("made-up-screening-list.csv")
OPENSANCTIONS = _header("made-up.targets.simple.csv")


ENTITY_LIST = "Entity List (EL) - Bureau of Industry and Security"
SDN = "Specially Designated Nationals (SDN) - Treasury Department"


def csl_row(id_: str, name: str, source: str = ENTITY_LIST, **cells: str) -> Mapping[str, str]:
    return dict.fromkeys(CSL, "") | {"_id": id_, "name": name, "source": source, "source_list_url": "https://lists.example/el"} | cells


def target(id_: str, schema: str, name: str, dataset: str = "Sample Register", **cells: str) -> Mapping[str, str]:
    row = {"id": id_, "schema": schema, "name": name, "dataset": dataset, "sanctions": "Sample decree", "first_seen": "2021-01-15T00:00:00"}
    return dict.fromkeys(OPENSANCTIONS, "") | row | cells


def write(path: Path, *rows: Mapping[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, CSL if "_id" in rows[0] else OPENSANCTIONS)
        writer.writeheader()
        writer.writerows(rows)
    return path
