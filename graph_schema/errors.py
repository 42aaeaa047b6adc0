"""The root of every error this project raises on purpose, and the schema's own.

    NewsgraphError            a person can act on it: the message names the place and the fix
    └── SchemaError           a declaration, registry row or query file is wrong

The other rooms' errors hang below NewsgraphError in `pipelines.errors`. Nothing else belongs here.
"""


class NewsgraphError(Exception):
    """Something a person can mend. `where` names file and place, `fix` the way on."""

    def __init__(self, message: str, *, where: str = "", fix: str = "") -> None:
        self.message = message
        self.where = where
        self.fix = fix
        super().__init__(str(self))

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text.rstrip('.')}. {self.fix}" if self.fix else text


class SchemaError(NewsgraphError):
    """A file under graph_schema/ does not follow its format."""
