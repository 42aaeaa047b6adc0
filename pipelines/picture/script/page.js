// The parts together: what is shown, what is chosen, keys and light.

const rowsOfFacts = [...document.querySelectorAll("#facts tbody tr")];
const rowsOfNodes = [...document.querySelectorAll("#entities li")];
let choice = null; // {node: id} or {fact: place}, what the details are about
let back = null; // what had the focus before

/** After a change of the form. */
function update() {
  readForm();
  const visible = shown();
  draw(visible);
  for (const row of rowsOfFacts) row.hidden = !visible.facts.has(facts[row.dataset.fact]);
  for (const row of rowsOfNodes) row.hidden = !visible.nodes.has(row.dataset.node);
  field("shown").value = `${visible.nodes.size} of ${nodes.size} entities`;
  field("listed").textContent = `${visible.facts.size} of ${facts.length}`;
  drawTimeline();
  if (choice?.node !== undefined) showDetails(choice);
  labelSoon();
}

/** Look at one entity or fact, or at none; `move` brings it into sight and the focus to its details. */
function choose(next, { move = false } = {}) {
  const focused = document.activeElement;
  if (next !== null && choice === null) back = focused;
  choice = next;
  const id = next === null ? null : next.node ?? `fact ${next.fact}`;
  showDetails(next);
  cy.resize(); // the panel takes its room from the graph
  markDrawn(id);
  for (const row of rowsOfFacts) row.toggleAttribute("aria-current", next?.fact === Number(row.dataset.fact));
  for (const row of rowsOfNodes) row.toggleAttribute("aria-current", next?.node === row.dataset.node);
  if (next === null) { back?.focus({ preventScroll: true }); back = null; }
  if (next !== null) bringIntoSight(cy.getElementById(id), move);
  if (next !== null && (move || panel.contains(focused) || focused === document.body)) panel.querySelector("h3").focus({ preventScroll: true });
  label();
}

/** Where the panel, or the rest of the page, hides what was chosen; `move` where the reader is elsewhere on the page. */
function bringIntoSight(found, move) {
  const box = found.renderedBoundingBox({ includeLabels: false });
  const hidden = box.x1 < 0 || box.y1 < 0 || box.x2 > cy.width() || box.y2 > cy.height();
  if (found.visible() && hidden) cy.center(found);
  if (move) field("stage").scrollIntoView({ block: "nearest" });
}

cy.on("tap", "node", (event) => choose({ node: event.target.id() }));
cy.on("tap", "edge", (event) => choose({ fact: event.target.data("place") }));
cy.on("tap", (event) => { if (event.target === cy) choose(null); });
for (const row of rowsOfFacts) row.querySelector("button").addEventListener("click", () => choose({ fact: Number(row.dataset.fact) }, { move: true }));
for (const row of rowsOfNodes) row.querySelector("button").addEventListener("click", () => choose({ node: row.dataset.node }, { move: true }));

const zoom = (factor) => cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
field("closer").addEventListener("click", () => zoom(1.3));
field("farther").addEventListener("click", () => zoom(1 / 1.3));
field("fit").addEventListener("click", fit);
field("again").addEventListener("click", arrange);

const MOVES = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
canvas.addEventListener("keydown", (event) => {
  const [x, y] = MOVES[event.key] ?? [0, 0];
  if (event.key in MOVES) cy.panBy({ x, y });
  else if (event.key === "+" || event.key === "=") zoom(1.3);
  else if (event.key === "-") zoom(1 / 1.3);
  else if (event.key === "0") fit();
  else return;
  event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.matches("input")) { event.preventDefault(); form.querySelector("details").open = true; field("search").focus(); }
  if (event.key !== "Escape") return;
  if (choice !== null) choose(null);
  else if (field("search").value) { field("search").value = ""; update(); }
});

const dark = matchMedia("(prefers-color-scheme: dark)");
let turned = null; // light or dark by the button, against the system's choice
const isDark = () => (turned ?? (dark.matches ? "dark" : "light")) === "dark";
function light() {
  document.documentElement.style.colorScheme = turned ?? "";
  field("theme").textContent = isDark() ? "Light" : "Dark";
  field("theme").setAttribute("aria-pressed", String(turned === "dark"));
  cy.style(looks());
  labelSoon();
}
field("theme").addEventListener("click", () => { turned = isDark() ? "light" : "dark"; light(); });
dark.addEventListener("change", light);

if (matchMedia("(max-width: 60rem)").matches) form.querySelector("details").open = false;
for (const [shade, text] of [["solid", "stands"], ["dashed", "not yet"], ["dotted", "over"]]) field("legend").append(make("span", {}, stroke("var(--muted)", shade), text));
field("legend").append(make("span", {}, "larger: more articles"), make("span", {}, "wider: more publishers"));
new ResizeObserver(() => { cy.resize(); drawTimeline(); }).observe(field("stage"));
light();
update();
arrange();
