// The wall of the hall: what is on the floor, whether enough are there, and how it ended.
import { attend } from "./attend.js";
import { fill } from "./fill.js";
import { ask, say } from "./page.js";

const CODE_MS = 120000;
const WIDE = 1000;
const GAP = 3;

const place = (id) => document.getElementById(id);

attend((sitting) => {
  const { current } = sitting;
  const talking = sitting.meeting.state === "in_session" && current;
  const shown = talking && current.disclosure !== "closed";
  place("current").hidden = !shown;
  if (shown) fill(place("current"), { ...sitting.look(current), items: sitting.agenda().length });
  drawNext(sitting);
  drawVerdict(talking ? sitting.resolution(current) : null, shown);
});

function drawNext(sitting) {
  const { next } = sitting;
  place("next").hidden = !next || sitting.over;
  if (next) fill(place("next"), next);
}

function drawVerdict(done, shown) {
  for (const id of ["verdict", "verdict-number", "tally"]) place(id).hidden = !done;
  place("decided").hidden = !done?.text || !shown;
  if (place("qr")) place("qr").hidden = Boolean(done);
  const counted = done && done.yes !== null && shown;
  place("hands").hidden = !counted;
  if (!done) return;
  place("verdict").textContent = say(`verdict-${done.form}`);
  place("verdict").classList.toggle("against", ["rejected", "deferred"].includes(done.form));
  place("verdict-number").textContent = `${done.form_label} · ${done.label}`;
  fill(place("tally"), { line: done.line });
  fill(place("decided"), { text: done.text });
  if (counted) drawBar(done);
}

// The bar is those present; the tick is what it took.
function drawBar(done) {
  fill(place("hands"), done);
  const step = WIDE / Math.max(done.present, 1);
  let from = 0;
  for (const side of ["yes", "no", "abstain"]) {
    const bar = place("bar").querySelector(`.${side}`);
    bar.setAttribute("x", from);
    bar.setAttribute("width", Math.max(done[side] * step - GAP, 0));
    from += done[side] * step;
  }
  place("bar").querySelector(".tick").setAttribute("transform", `translate(${done.needed * step} 0)`);
}

// The code of the door changes every few minutes, and with it the drawing.
const qr = place("qr");
if (qr) {
  setInterval(async () => {
    const told = await ask("GET", qr.dataset.url).catch(() => null);
    const drawing = told && new DOMParser().parseFromString(told.svg, "text/html").querySelector("svg");
    if (drawing) place("qr-code").replaceChildren(document.adoptNode(drawing));
  }, CODE_MS);
}

// A dim hall wants it dark, a bright one light: one press, and the next opening remembers it by its address.
const theme = place("theme");
theme.addEventListener("click", (event) => {
  event.preventDefault();
  const to = new URL(theme.href).searchParams.get("theme");
  const other = to === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = to;
  theme.href = `?theme=${other}`;
  theme.textContent = place("theme-words").content.querySelector(`[data-to=${other}]`).textContent;
  history.replaceState(null, "", `?theme=${to}`);
});
