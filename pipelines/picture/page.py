"""A scene as one HTML file that needs nothing else: style, script and data inside, and no address but those of articles.

The page may run no script but its own, whose hashes it names: what an article says can never become one.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipelines.picture.scene import Scene

# In the order in which they need each other.
LIBRARIES = ("cytoscape.min.js", "layout-base.js", "cose-base.js", "cytoscape-fcose.js")
PARTS = ("scene", "drawing", "labels", "details", "filters", "timeline", "page")


def page(scene: Scene) -> str:
    """The page as HTML."""
    environment = Environment(
        loader=PackageLoader("pipelines.picture", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False, "separators": (",", ":")}
    named = {node["id"]: node["name"] for node in scene["nodes"]}
    scripts = [*(_read(f"vendor/{name}") for name in LIBRARIES), "\n".join(_read(f"script/{part}.js") for part in PARTS)]
    return environment.get_template("page.html.j2").render(
        scene=scene,
        names=named,
        style=Markup(_read("page.css")),
        scripts=list(map(Markup, scripts)),
        hashes=list(map(_hash, scripts)),
        icons={kind["icon"]: icon(kind["icon"]) for kind in scene["kinds"].values()},
    )


@cache
def icon(name: str | None) -> str | None:
    """The drawing of an icon as SVG; None where there is none of that name."""
    there = files("pipelines.picture") / "vendor" / "lucide" / f"{name}.svg"
    return there.read_text(encoding="utf-8") if name and there.is_file() else None


@cache
def _read(name: str) -> str:
    """A file of this room, with the ends of line that a browser hashes."""
    return (files("pipelines.picture") / name).read_bytes().decode("utf-8").replace("\r\n", "\n")


def _hash(script: str) -> str:
    return b64encode(sha256(script.encode("utf-8")).digest()).decode()
