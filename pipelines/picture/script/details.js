// The panel beside the graph: one fact with its claims, or one entity with its facts.

const panel = document.getElementById("details");
const told = (pairs) => make("dl", {}, pairs.filter(([, value]) => value || value === 0).map(([name, value]) =>
  [make("dt", {}, name), make("dd", {}, String(value).replaceAll("_", " "))]));
const opener = (action, ...children) => make("button", { type: "button", className: "link", onclick: action }, ...children);
const badge = (text, shade) => { const made = make("span", { className: "badge" }, text.replaceAll("_", " ")); made.style.borderColor = shade; return made; };

function swatch(kind) {
  const made = make("span", { className: "swatch" });
  made.style.background = scene.kinds[kind].colour;
  const icon = iconOf(kind);
  if (icon) made.style.background = `${scene.kinds[kind].colour} center / 65% no-repeat url("${icon}")`;
  return made;
}

/** What of a fact its claims do not agree on. */
function disputeOf(fact, claims) {
  if (!fact.disputed && !claims.some((claim) => disputedDeal(claim))) return null;
  const statuses = [...new Set(claims.map((claim) => claim.status).filter(Boolean))];
  const sums = [...new Set(claims.filter(disputedDeal).map((claim) => Object.fromEntries(claim.told)).filter((one) => one.amount)
    .map((one) => `${one.amount} ${one.currency ?? ""}`.trim()))];
  const parts = [
    fact.disputed && `Articles contradict each other: ${statuses.map((status) => `${status.replaceAll("_", " ")} (${claims.filter((claim) => claim.status === status).length})`).join(" against ")}.`,
    sums.length > 1 && `Reports of one transaction tell different sums: ${sums.join(" against ")}.`,
    !fact.disputed && sums.length < 2 && "Reports of its transaction contradict each other.",
  ].filter(Boolean);
  return make("p", { className: "dispute" }, make("strong", { className: "disputed" }, "Disputed. "), parts.join(" "));
}

const disputedDeal = (claim) => claim.deal !== null && scene.deals[claim.deal].some(([name, value]) => name === "disputed" && value === "yes");

function articleOf(claim) {
  const article = scene.articles[claim.article];
  const title = article.opens ? make("a", { href: article.url, target: "_blank", rel: "noopener noreferrer" }, article.title) : make("cite", {}, article.title);
  const rest = [article.publisher, article.published, article.url && !article.opens ? article.url : null].filter(Boolean);
  return make("p", {}, title, rest.length ? make("span", { className: "muted" }, ` – ${rest.join(", ")}`) : "");
}

function claimOf(claim, fact) {
  const sentence = claim.pieces.map(([text, role]) => (role ? make("mark", { className: role, title: role }, text) : text));
  const says = [claim.status, claim.event && `event ${claim.event}`, `confidence ${claim.confidence.toFixed(2)}`, claim.judged && `${claim.judged} by a person`].filter(Boolean);
  const against = fact.disputed && claim.status !== fact.status;
  return make("div", { className: "claim" }, make("blockquote", {}, sentence), articleOf(claim),
    make("p", { className: "muted" }, against ? make("strong", { className: "disputed" }, "says otherwise: ") : "", says.join(", ").replaceAll("_", " ")),
    claim.told.length ? make("p", { className: "muted" }, claim.told.map((pair) => pair.join(" ")).join(", ").replaceAll("_", " ")) : "",
    make("p", { className: "muted" }, make("code", {}, claim.id)));
}

function factDetails(fact) {
  const type = scene.types[fact.type];
  const claims = fact.claims.map((place) => scene.claims[place]);
  const status = fact.status && make("p", {}, badge(fact.status, type.colour), ` ${type.statuses[fact.status]?.description ?? ""}`);
  const deals = [...new Set(claims.map((claim) => claim.deal).filter((deal) => deal !== null))];
  return [
    make("h3", { tabIndex: -1 }, opener(() => choose({ node: fact.from }), nameOf(fact.from)), ` ${type.label} `, opener(() => choose({ node: fact.to }), nameOf(fact.to))),
    status, disputeOf(fact, claims),
    told([[fact.by ?? "day", fact.at ?? "undated"], ...fact.told, ["confidence", fact.confidence?.toFixed(2)],
      ["stated by", type.stated && `${count(claims.length, "claim", "claims")}, ${count(fact.articles, "article", "articles")}, ${count(fact.publishers, "known publisher", "known independent publishers")}`],
      ["reported", [...new Set([fact.first, fact.last].filter(Boolean))].join(" to ")]]),
    ...deals.map((deal) => make("details", {}, make("summary", {}, "Transaction: ", scene.deals[deal].find(([name]) => name === "title")?.[1] ?? ""), told(scene.deals[deal]))),
    claims.length ? make("h4", {}, "Claims ", make("small", {}, make("mark", { className: "subject" }, "subject"), " ", make("mark", { className: "trigger" }, "trigger"), " ", make("mark", { className: "object" }, "object"))) : null,
    ...claims.map((claim) => claimOf(claim, fact)),
  ];
}

function nodeDetails(node) {
  const visible = shown().facts;
  const listed = node.facts.filter((fact) => visible.has(fact));
  const groups = Object.keys(scene.types).map((type) => [type, listed.filter((fact) => fact.type === type)]).filter(([, found]) => found.length);
  return [
    make("h3", { tabIndex: -1 }, node.name),
    make("p", { className: "muted", style: "display:flex;gap:.4rem;align-items:center" }, swatch(node.kind), scene.kinds[node.kind].label),
    told([["also", node.aliases.join(", ")], ...node.told]),
    ...groups.flatMap(([type, found]) => [make("h4", {}, scene.types[type].label, make("small", {}, ` ${found.length}`)),
      make("ul", {}, found.map((fact) => make("li", {}, opener(() => choose({ fact: fact.place }), lineOf(fact, node.id)), make("small", {}, ` ${[fact.status?.replaceAll("_", " "), fact.at].filter(Boolean).join(", ")}`),
        fact.disputed ? make("strong", { className: "disputed" }, " disputed") : "")))]),
    groups.length ? null : make("p", { className: "muted" }, "No fact is shown."),
  ];
}

/** The other end of a fact; with an arrow towards the entity where it is the object. */
function lineOf(fact, id) {
  const away = fact.from === id;
  return `${scene.types[fact.type].directed ? (away ? "→ " : "← ") : ""}${nameOf(away ? fact.to : fact.from)}`;
}

function showDetails(choice) {
  panel.hidden = choice === null;
  if (choice === null) return;
  const found = choice.node === undefined ? factDetails(facts[choice.fact]) : nodeDetails(nodes.get(choice.node));
  panel.replaceChildren(make("button", { type: "button", ariaLabel: "Close details", onclick: () => choose(null) }, "✕"), ...found.filter(Boolean));
  panel.scrollTop = 0;
}
