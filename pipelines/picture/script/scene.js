"use strict";
// What the page is about, as Python wrote it, and what of it is shown. No drawing here.

const scene = JSON.parse(document.getElementById("scene").textContent);
const icons = JSON.parse(document.getElementById("icons").textContent);
const nodes = new Map(scene.nodes.map((node) => [node.id, { ...node, facts: [] }]));
const facts = scene.facts.map((fact, place) => ({ ...fact, place }));
for (const fact of facts) {
  nodes.get(fact.from).facts.push(fact);
  if (fact.to !== fact.from) nodes.get(fact.to).facts.push(fact);
}

const NO_STATUS = ""; // of facts that have none, such as rivalry
const statusOf = (fact) => fact.status ?? NO_STATUS;

// What may be read of an entity or a fact, in lower case, for the search.
for (const node of nodes.values()) node.text = [node.name, ...node.aliases].join("\n").toLowerCase();
for (const fact of facts) {
  const told = fact.claims.map((place) => scene.claims[place]).map((claim) => {
    const article = scene.articles[claim.article];
    return [claim.pieces.map(([text]) => text).join(""), article.title, article.publisher].join("\n");
  });
  fact.text = [...told, ...fact.told.flat()].join("\n").toLowerCase();
}

// The choices of the form; filters.js fills them.
const chosen = { words: "", types: new Set(), statuses: new Set(), kinds: new Set(), since: "", until: "", undated: true,
  confidence: 0, several: false, disputed: false, asked: false };

/** Whether a day that may be known to the month or the year only meets the chosen period. */
function inPeriod(at) {
  if (!at) return chosen.undated;
  return at >= chosen.since.slice(0, at.length) && (!chosen.until || at <= chosen.until.slice(0, at.length));
}

/** Whether a fact passes every filter but that of time. */
function passes(fact) {
  const ends = [nodes.get(fact.from), nodes.get(fact.to)];
  return chosen.types.has(fact.type) && chosen.statuses.has(statusOf(fact)) && ends.every((node) => chosen.kinds.has(node.kind))
    && (fact.confidence ?? 1) >= chosen.confidence && (!chosen.several || fact.publishers > 1) && (!chosen.disputed || fact.disputed)
    && (!chosen.asked || fact.asked)
    && (!chosen.words || fact.text.includes(chosen.words) || ends.some((node) => node.text.includes(chosen.words)));
}

/** The facts and entities to show: entities that a shown fact joins, that never had one, or that the search names. */
function shown() {
  const passing = new Set(facts.filter((fact) => passes(fact) && inPeriod(fact.at)));
  const there = new Set([...nodes.values()].filter((node) => chosen.kinds.has(node.kind) && (
    node.facts.some((fact) => passing.has(fact))
    || (chosen.words ? node.text.includes(chosen.words) : node.facts.length === 0 || node.centre)
  )).map((node) => node.id));
  return { facts: passing, nodes: there };
}

const nameOf = (id) => nodes.get(id).name;
const count = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

/** An element; `attributes` are properties where they are known as such, children are elements or texts, never HTML. */
function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name in made) made[name] = value; else made.setAttribute(name, value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}
