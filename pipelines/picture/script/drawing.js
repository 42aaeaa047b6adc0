// The graph: how it looks, how it is laid out, what is marked in it. Which labels there is room for: labels.js.

const canvas = document.getElementById("graph");
const SEED = 7; // the same graph is laid out in the same way
const FEW = 25; // edges that can all bear their names
const MANY = 300; // edges that hide each other unless they are weaker
const STRETCH = 1.8; // the most that a layout is widened or heightened to fill its window
const NARROW = 600; // pixels of a picture that has no room to spare at its edges
const CLOSE = 1.3; // zoom that is near enough for a picture of two
const DASHES = { solid: [1, 0], dashed: [9, 6], dotted: [3, 5] };
const FINE = 15; // pixels of a node below which an icon is a blot

/** A colour of the style sheet as a canvas takes it. */
function colour(name) {
  const probe = make("i", { hidden: true });
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function iconOf(kind) {
  const drawing = icons[scene.kinds[kind].icon];
  return drawing && `data:image/svg+xml,${encodeURIComponent(drawing.replace("currentColor", "#fff").replace(/<!--.*?-->\s*/s, ""))}`;
}

/** Larger for more articles, slowly: an area tells no more than an order of size. */
function sizeOf(node) {
  const articles = node.facts.reduce((sum, fact) => sum + (fact.articles ?? 1), 0);
  return Math.round((node.centre ? 34 : 24) + 9 * Math.log2(1 + articles / 2));
}

const drawnNode = (node) => ({ group: "nodes", data: { id: node.id, name: node.name, colour: scene.kinds[node.kind].colour,
  icon: iconOf(node.kind), centre: node.centre || undefined, size: sizeOf(node), weight: node.facts.length + (node.centre ? 1000 : 0) } });

const answered = facts.some((fact) => fact.asked);

function drawnFact(fact) {
  const type = scene.types[fact.type];
  return { group: "edges", data: { id: `fact ${fact.place}`, source: fact.from, target: fact.to, place: fact.place, width: fact.width,
    colour: type.colour, line: type.statuses[fact.status]?.line ?? "solid", arrow: type.directed ? "triangle" : "none",
    strength: (answered && !fact.asked ? 0.3 : fact.strength) * (facts.length > MANY ? 0.6 : 1),
    name: fact.disputed ? `${type.label} – disputed` : type.label } };
}

const onScreen = (pixels) => () => pixels / cy.zoom(); // labels keep their size when the graph is zoomed

function looks() {
  const [text, page, accent, muted] = ["text", "page", "accent", "muted"].map(colour);
  const label = { color: text, "text-outline-color": page, "text-outline-opacity": 1 };
  return [
    { selector: "node", style: { width: "data(size)", height: "data(size)", "background-color": "data(colour)", "border-width": 2, "border-color": page,
      "overlay-opacity": 0 } },
    { selector: "node[icon]", style: { "background-image": "data(icon)", "background-width": "56%", "background-height": "56%",
      "background-image-opacity": (node) => (node.renderedWidth() < FINE ? 0 : 1) } },
    { selector: "node[centre]", style: { "border-color": text, "border-width": 4 } },
    { selector: "node.labelled", style: { ...label, label: "data(short)", "font-size": onScreen(12), "text-outline-width": onScreen(2.5), "text-valign": "bottom",
      "text-margin-y": onScreen(2), "text-margin-x": (node) => asideOf(node) / cy.zoom() } },
    { selector: "edge", style: { width: "data(width)", "line-color": "data(colour)", "line-style": (edge) => (edge.data("line") === "solid" ? "solid" : "dashed"), "line-dash-pattern": (edge) => DASHES[edge.data("line")], "line-opacity": "data(strength)", "curve-style": "bezier",
      "target-arrow-shape": "data(arrow)", "target-arrow-color": "data(colour)", "arrow-scale": 0.9, "control-point-step-size": 34, "overlay-opacity": 0 } },
    { selector: "edge.labelled", style: { ...label, color: muted, label: "data(name)", "font-size": onScreen(10.5), "text-outline-width": onScreen(2.5), "text-rotation": "autorotate" } },
    { selector: ".far", style: { opacity: 0.16 } },
    { selector: "node:selected", style: { "border-color": accent, "border-width": 5 } },
    { selector: "edge:selected", style: { "underlay-color": accent, "underlay-opacity": 0.35, "underlay-padding": 6, "line-opacity": 1 } },
    { selector: ".away", style: { display: "none" } },
  ];
}

cytoscape.use(cytoscapeFcose);
const cy = cytoscape({ container: canvas, elements: [...[...nodes.values()].map(drawnNode), ...facts.map(drawnFact)], layout: { name: "null" },
  minZoom: 0.03, maxZoom: 4, selectionType: "single", boxSelectionEnabled: false });
cy.style(looks());

/** Work with random numbers that are the same each time. */
function seeded(work) {
  const random = Math.random;
  let state = SEED;
  Math.random = () => { // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  try { work(); } finally { Math.random = random; }
}

/** Lay out what is visible, then let it fill the window. */
function arrange() {
  const there = cy.elements(":visible");
  const roomy = there.nodes().length < 30;
  seeded(() => there.layout({ name: "fcose", quality: roomy ? "proof" : "default", randomize: true, animate: false, fit: false, nodeSeparation: 150,
    nodeRepulsion: roomy ? 14000 : 60000, idealEdgeLength: roomy ? 170 : 140, edgeElasticity: roomy ? 0.3 : 0.1, gravity: 0.12, numIter: 2500,
    tile: true, tilingPaddingHorizontal: 110, tilingPaddingVertical: 40 }).run());
  const { w, h } = there.boundingBox({ includeLabels: false });
  const wider = cy.width() / cy.height() / (w / h);
  const [x, y] = [Math.min(STRETCH, Math.max(1, wider)), Math.min(STRETCH, Math.max(1, 1 / wider))];
  cy.batch(() => there.nodes().positions((node) => ({ x: node.position("x") * x, y: node.position("y") * y })));
  fit();
}

/** All of what is visible; few things stay as large as they are. */
function fit() {
  cy.fit(cy.elements(":visible"), cy.width() < NARROW ? 26 : 46);
  if (cy.zoom() > CLOSE) { cy.zoom(CLOSE); cy.center(cy.elements(":visible")); }
}

/** Show what passes the filters; nothing moves. */
function draw(visible) {
  cy.batch(() => {
    cy.nodes().forEach((node) => node.toggleClass("away", !visible.nodes.has(node.id())));
    cy.edges().forEach((edge) => edge.toggleClass("away", !visible.facts.has(facts[edge.data("place")])));
  });
  canvas.setAttribute("aria-label", `Graph of ${count(visible.nodes.size, "entity", "entities")} and ${count(visible.facts.size, "fact", "facts")}`);
}

/** Mark one element and what touches it, and let the rest step back; nothing marked where `id` is none. */
function markDrawn(id) {
  cy.batch(() => {
    cy.elements().removeClass("far").unselect();
    const found = id === null ? cy.collection() : cy.getElementById(id);
    if (found.empty()) return;
    const near = found.isNode() ? found.closedNeighborhood() : found.union(found.connectedNodes());
    cy.elements().not(near).addClass("far");
    found.select();
  });
}
