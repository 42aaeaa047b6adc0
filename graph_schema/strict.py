"""A strict reader of YAML declarations: each key is taken once and typed; what is left over is an error.

Belongs here: what any declaration file needs. Does not: what a particular file means.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml

from graph_schema.errors import SchemaError

T = TypeVar("T")
_NAMES = {str: "a text", int: "a whole number", float: "a number", bool: "true or false", list: "a list", dict: "a mapping"}


class _UniqueKeys(yaml.CSafeLoader):
    """YAML itself lets the last of two equal keys win in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"key {key!r} stands here twice", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping of a declaration and where it stands; `values` shrinks as keys are taken."""

    where: str
    values: dict[str, Any]

    def take(self, key: str, kind: type[T]) -> T:
        """The value of a key that has to be there."""
        if key not in self.values:
            raise SchemaError(f"key `{key}` is missing", where=self.where, fix=f"Add `{key}:` with {_NAMES.get(kind, kind.__name__)}.")
        return self._typed(key, self.values.pop(key), kind)

    def optional(self, key: str, kind: type[T], default: T) -> T:
        """The value of a key that may be left out; an explicit null is no value."""
        return self.take(key, kind) if key in self.values else default

    def below(self, key: str) -> "Fields":
        """The mapping under `key`, empty where the key is left out."""
        return mapping(self.optional(key, dict, {}), f"{self.where}: {key}")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of different texts, empty where the key is left out."""
        return texts(self.optional(key, list, []), f"{self.where}: {key}")

    def one_of(self, key: str, allowed: Sequence[str]) -> str:
        """A text out of `allowed`."""
        value = self.take(key, str)
        if value not in allowed:
            raise SchemaError(f"`{key}: {value}` is unknown", where=self.where, fix=f"Use one of {', '.join(allowed)}.")
        return value

    def finish(self, known: Sequence[str]) -> None:
        """Raise when a key is left that nobody took; `known` are the keys the format has."""
        if self.values:
            raise SchemaError(
                f"unknown key `{next(iter(self.values))}`",
                where=self.where,
                fix=f"Correct its spelling or take it out; known keys: {', '.join(known)}.",
            )

    def _typed(self, key: str, value: Any, kind: type[T]) -> T:
        if kind is float and type(value) is int:
            value = float(value)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise SchemaError(f"`{key}: {value!r}` has the wrong type", where=self.where, fix=f"Make it {_NAMES.get(kind, kind.__name__)}.")
        if isinstance(value, str) and not value.strip():
            raise SchemaError(f"`{key}` is empty", where=self.where, fix="Write something or take the key out.")
        return value


def mapping(value: object, where: str) -> Fields:
    """`value` as fields to take; raises SchemaError when it is no mapping of texts."""
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise SchemaError(
            "is no mapping with texts as keys", where=where, fix="Write `key: value` lines; quote keys such as on, yes and 1."
        )
    return Fields(where, dict(value))


def texts(value: object, where: str) -> tuple[str, ...]:
    """`value` as a tuple of different texts."""
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise SchemaError("is no list of texts", where=where, fix="Write [a, b]; quote words such as no, on and 1.")
    doubled = sorted({item for item in value if value.count(item) > 1})
    if doubled:
        raise SchemaError(f"`{doubled[0]}` stands in the list twice", where=where, fix="Take one out.")
    return tuple(value)


def read_yaml(path: Path) -> Fields:
    """The top mapping of a YAML file.

    Raises SchemaError when the file cannot be read, is no YAML, or has a key twice.
    """
    try:
        # A safe loader underneath: it builds plain values only.
        value = yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeys)
    except (OSError, UnicodeDecodeError) as error:
        raise SchemaError(f"cannot be read: {error}", where=path.name, fix="Check that it is a readable UTF-8 file.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise SchemaError(
            f"is no valid YAML: {getattr(error, 'problem', error)}", where=f"{path.name}{line}", fix="Mend that line."
        ) from error
    return mapping(value, path.name)
