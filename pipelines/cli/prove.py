"""`newsgraph show`: one claim with its proof, for whoever has to defend it."""

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from pipelines.cli.judge import AsJson, ClaimArgument
from pipelines.cli.show import lines, out, print_json
from pipelines.cli.workspace import knowledge_of
from pipelines.records import Role
from pipelines.settings import load_settings

if TYPE_CHECKING:
    from pipelines.flow.proof import Proof

# The style, and what stands around it for who sees no colours; where two lie on the same words the later one is shown.
_MARKS = {
    Role.SENTENCE: ("bold", "", ""),
    Role.ANTECEDENT: ("bold blue", "(", ")"),
    Role.TRIGGER: ("bold yellow", "<", ">"),
    Role.OBJECT: ("bold magenta", "[", "]"),
    Role.SUBJECT: ("bold cyan", "[", "]"),
}

_WHOLE = ("address", "place")  # never wrapped, to be copied


def show(claim: ClaimArgument, as_json: AsJson = False) -> None:
    """Show one claim with its proof: its sentence in its paragraph, the offsets, the article, and why it was believed.

    Example: newsgraph show c-0123456789
    """
    from pipelines.flow.proof import proof
    from pipelines.flow.view import view

    found = proof(view(knowledge_of(load_settings())), claim)
    if as_json:
        print_json(found.as_json())
        return
    out.print(_statement(found))
    out.print(Padding(_paragraph(found), (1, 2), expand=False))
    for name, value in _facts(found).items():
        if name in _WHOLE:
            out.print(Text.assemble((f"{name:<11}", "dim"), value), soft_wrap=True)
        elif value:
            row = Table.grid(Column(width=11, style="dim"), Column(overflow="fold"))
            row.add_row(Text(name), Text(value))
            out.print(row)
    lines(["", f"Right or wrong? newsgraph accept {found.claim['claim_id']}, or newsgraph reject {found.claim['claim_id']}"])


def _statement(found: "Proof") -> Text:
    status = f"  {found.claim['status']}" if found.claim["status"] else ""
    return Text.assemble((found.subject, "bold"), f" {found.claim['type']} ", (found.object, "bold"), (status, "italic"))


def _paragraph(found: "Proof") -> Text:
    text = Text()
    for piece, roles in found.marked():
        style, before, after = next((mark for role, mark in reversed(_MARKS.items()) if role in roles), ("dim", "", ""))
        text.append(before + piece.replace("\n", " ") + after, style=style)
    return text


def _facts(found: "Proof") -> dict[str, str]:
    claim, article = found.claim, found.article
    places = ", ".join(f"{mark.role.value} {mark.start}–{mark.end}" for mark in found.marks)
    judged = f"{claim['judged']} ({claim['judgement']})" if claim["judged"] else ""
    return {
        "told": ", ".join(f"{name} {value}" for name, value in found.attrs.items()),
        "when": found.event or "",
        "article": ", ".join(part for part in (article["title"], article["publisher"], found.published) if part),
        **({"address": str(article["url"])} if article["url"] else {}),
        "place": f"{article['source']}, {article['locator']}",
        "hash": f"{claim['content_hash']} of {article['article_id']}",
        "offsets": f"{places} (code points, end exclusive)",
        "believed": f"{claim['confidence']:.2f}, {claim['pattern']}: {found.reason}",
        "extractor": f"{claim['extractor_version']}, at {claim['extracted_at']:%Y-%m-%d %H:%M} UTC",
        "judged": judged,
        "withdrawn": str(claim["withdrawn_why"] or ""),
    }
