// The form: what the reader chose, out of what there is.

const form = document.getElementById("filters");
const field = (id) => document.getElementById(id);

/** A choice that stands until it is taken away; `reset` brings it back. */
function box(group, value, ...shownAs) {
  return make("label", {}, make("input", { type: "checkbox", name: group, value, defaultChecked: true }), ...shownAs);
}

function stroke(shade, line) {
  const made = make("span", { className: `stroke ${line}`, ariaHidden: true });
  made.style.color = shade;
  return made;
}

const numberOf = (found) => make("small", {}, found.length.toLocaleString("en"));

for (const [name, type] of Object.entries(scene.types)) {
  const made = box("type", name, stroke(type.colour, "solid"), type.label, numberOf(facts.filter((fact) => fact.type === name)));
  made.title = type.description;
  field("by-type").append(made);
}
for (const [name, kind] of Object.entries(scene.kinds)) {
  const made = box("kind", name, swatch(name), kind.label, numberOf([...nodes.values()].filter((node) => node.kind === name)));
  made.title = kind.description;
  field("by-kind").append(made);
}
// In the order in which the declaration has them; a status of several types stands once.
const statuses = new Map(Object.values(scene.types).flatMap((type) => Object.entries(type.statuses)));
const used = new Set(facts.map(statusOf));
for (const [name, status] of [...statuses, [NO_STATUS, { label: "without one", line: "solid" }]]) {
  if (!used.has(name)) continue;
  field("by-status").append(box("status", name, stroke("var(--muted)", status.line), status.label, numberOf(facts.filter((fact) => statusOf(fact) === name))));
}
field("only-asked").hidden = facts.every((fact) => fact.asked) || !facts.some((fact) => fact.asked);
const dated = facts.map((fact) => fact.at).filter(Boolean).sort();
for (const day of [field("since"), field("until")]) day.disabled = dated.length === 0;

const checked = (group) => new Set([...form.querySelectorAll(`input[name=${group}]:checked`)].map((input) => input.value));

function readForm() {
  Object.assign(chosen, { words: field("search").value.trim().toLowerCase(), types: checked("type"), statuses: checked("status"), kinds: checked("kind"),
    since: field("since").value, until: field("until").value, confidence: Number(field("confidence").value) });
  for (const name of ["undated", "several", "disputed", "asked"]) chosen[name] = field(name).checked;
  field("sure").value = chosen.confidence.toFixed(2);
}

form.addEventListener("input", () => update());
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => requestAnimationFrame(() => update()));

/** The first entity whose name the search begins or holds, as who presses Enter wants it. */
field("search").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !chosen.words) return;
  event.preventDefault();
  const visible = shown();
  const rank = (node) => [node.name.toLowerCase() === chosen.words, node.name.toLowerCase().startsWith(chosen.words), node.text.includes(chosen.words)].indexOf(true);
  const [first] = [...nodes.values()].filter((node) => visible.nodes.has(node.id) && rank(node) >= 0).sort((a, b) => rank(a) - rank(b) || b.facts.length - a.facts.length);
  if (first) choose({ node: first.id }, { move: true });
});
