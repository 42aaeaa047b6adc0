// Facts over time, by type; a period that is dragged becomes the two days of the form.

const bars = document.getElementById("bars");
const SVG = "http://www.w3.org/2000/svg"; // a name, not an address that is asked
const MOST = 80; // bars
const FAR = 0.02; // of the facts, at either end
const HEIGHT = 96, FOOT = 18;
const UNITS = [
  { length: 10, next: (day) => shift(day, 0, 1) },
  { length: 7, next: (day) => shift(day, 1, 0) },
  { length: 4, next: (day) => shift(day, 12, 0) },
];

/** A day, months and days later, all as ISO 8601. */
function shift(day, months, days) {
  const moved = new Date(`${day}T00:00:00Z`);
  moved.setUTCMonth(moved.getUTCMonth() + months, moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

const firstDay = (at, length = 10) => `${at.slice(0, length)}-01-01`.slice(0, 10);
const between = (first, last, next) => { const days = []; for (let day = first; day <= last && days.length <= MOST; day = next(day)) days.push(day); return days; };

/** The days on which bars begin, as fine as there is room for; the few facts far before and after go to the first and last bar. */
function periods(sorted) {
  const [first, last] = [sorted[Math.floor(sorted.length * FAR)], sorted[Math.ceil(sorted.length * (1 - FAR)) - 1]].map((at) => firstDay(at));
  const found = UNITS.map((unit) => ({ ...unit, days: between(firstDay(first, unit.length), last, unit.next) })).find((unit) => unit.days.length <= MOST) ?? null;
  return found ?? { ...UNITS.at(-1), days: between(firstDay(first, 4), last, UNITS.at(-1).next) };
}

function part(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

let line = null; // periods and the width of one, as drawn last

function drawTimeline() {
  const there = facts.filter((fact) => passes(fact) && fact.at);
  const undated = facts.filter((fact) => passes(fact) && !fact.at).length;
  const width = bars.clientWidth;
  bars.replaceChildren();
  line = null;
  bars.setAttribute("aria-label", there.length ? `${count(there.length, "dated fact", "dated facts")} from ${there.map((fact) => fact.at).sort()[0]}, ${undated} undated` : "No dated fact");
  if (!there.length || !width) return;
  const sorted = there.map((fact) => fact.at).sort();
  line = { ...periods(sorted), first: sorted[0], last: sorted.at(-1) };
  line.step = Math.min(width / line.days.length, 110);
  const columns = line.days.map((day, place) => there.filter((fact) => (place === 0 || day <= firstDay(fact.at)) && (place + 1 === line.days.length || firstDay(fact.at) < line.days[place + 1])));
  const unit = (HEIGHT - FOOT - 4) / Math.max(...columns.map((column) => column.length));
  columns.forEach((column, place) => drawColumn(column, place, Math.min(unit, 14)));
  bars.append(part("line", { x1: 0, x2: width, y1: HEIGHT - FOOT, y2: HEIGHT - FOOT }));
  const every = Math.ceil(72 / line.step);
  line.days.forEach((day, place) => {
    if (place % every === 0 && place * line.step < width - 44) bars.append(part("text", { x: place * line.step + 1, y: HEIGHT - 4 }, nameOfBar(place)));
  });
  markPeriod();
}

/** The period of a bar; the first and the last hold what is before and after as well. */
function nameOfBar(place) {
  const before = place === 0 && firstDay(line.first) < line.days[0] ? "until " : "";
  const after = place === line.days.length - 1 && firstDay(line.last) >= line.next(line.days[place]) ? "since " : "";
  return before + after + line.days[place].slice(0, line.length);
}

function drawColumn(column, place, unit) {
  let top = HEIGHT - FOOT;
  for (const [name, type] of Object.entries(scene.types)) {
    const found = column.filter((fact) => fact.type === name);
    if (!found.length) continue;
    top -= found.length * unit;
    const faded = found.every((fact) => !inPeriod(fact.at));
    bars.append(part("rect", { x: place * line.step + 0.5, y: top, width: Math.max(1, line.step - 1), height: found.length * unit, fill: type.colour, opacity: faded ? 0.3 : 0.9 },
      part("title", {}, `${nameOfBar(place)}: ${found.length} ${type.label}`)));
  }
}

function markPeriod() {
  if (!chosen.since && !chosen.until) return;
  const left = Math.max(0, line.days.filter((day) => day < firstDay(chosen.since || "0001", line.length)).length) * line.step;
  const right = line.days.filter((day) => day <= (chosen.until || "9999")).length * line.step;
  bars.append(part("rect", { class: "chosen", x: left, y: 0, width: Math.max(2, right - left), height: HEIGHT - FOOT }));
}

let from = null;
const placeOf = (event) => Math.max(0, Math.min(line.days.length - 1, Math.floor((event.clientX - bars.getBoundingClientRect().left) / line.step)));
bars.addEventListener("pointerdown", (event) => {
  if (!line) return;
  from = placeOf(event);
  bars.setPointerCapture(event.pointerId);
});
bars.addEventListener("pointerup", (event) => {
  if (from === null || !line) return;
  const [first, last] = [from, placeOf(event)].sort((a, b) => a - b);
  from = null;
  field("since").value = nameOfBar(first).startsWith("until") ? "" : line.days[first];
  field("until").value = nameOfBar(last).startsWith("since") ? "" : shift(line.next(line.days[last]), 0, -1);
  update();
});
