// Which names there is room for at the present zoom: the best connected first, none over another.

const LONGEST = 30; // characters of a name beside its node; all of it stands in the details
const LARGE = 60; // nodes that no name may lie on
const ROW = 15; // pixels that a line of text needs
const pen = document.createElement("canvas").getContext("2d");
pen.font = "12px system-ui, sans-serif";

cy.nodes().forEach((node) => {
  const name = node.data("name");
  const short = name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
  node.data({ short, wide: pen.measureText(short).width + 6 });
});

/** How far a label moves aside, in pixels, so that the edge of the picture cuts none whose node is there. */
function asideOf(node) {
  const { x } = node.renderedPosition();
  const half = node.data("wide") / 2;
  return x < 0 || x > cy.width() ? 0 : Math.max(0, half - x) - Math.max(0, x + half - cy.width());
}

/** The place of a node's label on the screen. */
function boxOf(node) {
  const { x, y } = node.renderedPosition();
  const [middle, top] = [x + asideOf(node), y + node.renderedHeight() / 2];
  return { left: middle - node.data("wide") / 2, right: middle + node.data("wide") / 2, top, bottom: top + ROW };
}

const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** The places that are taken, by the lines of the screen that they lie on. */
class Taken {
  rows = new Map();
  lines = ({ top, bottom }) => Array.from({ length: Math.floor(bottom / ROW) - Math.floor(top / ROW) + 1 }, (_, place) => Math.floor(top / ROW) + place);
  free = (box) => !this.lines(box).some((line) => (this.rows.get(line) ?? []).some((other) => overlap(box, other)));
  take = (box) => this.lines(box).forEach((line) => this.rows.set(line, [...(this.rows.get(line) ?? []), box]));
}

function label() {
  const selected = cy.$(":selected");
  const marked = selected.closedNeighborhood().union(selected.connectedNodes());
  const order = cy.nodes(":visible").sort((a, b) => marked.has(b) - marked.has(a) || b.data("weight") - a.data("weight"));
  const taken = new Taken();
  order.slice(0, LARGE).forEach((node) => {
    const { x, y } = node.renderedPosition();
    const inner = node.renderedWidth() * 0.4;
    taken.take({ left: x - inner, right: x + inner, top: y - inner, bottom: y + inner });
  });
  const free = new Set();
  order.forEach((node) => {
    const box = boxOf(node);
    if (!taken.free(box)) return;
    taken.take(box);
    free.add(node.id());
  });
  const few = cy.edges(":visible").length <= FEW;
  const named = marked.edges(":visible").length <= FEW / 2 ? marked.edges() : selected;
  cy.batch(() => {
    cy.nodes().forEach((node) => node.toggleClass("labelled", free.has(node.id()) && !node.hasClass("far")));
    cy.edges().forEach((edge) => edge.toggleClass("labelled", !edge.hasClass("far") && (few || named.has(edge))));
  });
  cy.style().update(); // sizes of text depend on the zoom
}

let waiting = 0;
/** Label anew once the screen is drawn next. */
function labelSoon() {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(label);
}
cy.on("zoom pan resize dragfree", labelSoon);
