// The projector of a forum: words come and stay where they are until they are the oldest.
import { say } from "./page.js";
import { Room } from "./room.js";

// Long enough to be read aloud before the next takes its place.
const STAYS_MS = 6000;
const BETWEEN_MS = 800;
const FRESH_MS = 8000;
const MOST_WAITING = 12;
const CLOCK_MS = 1000;
const HIDING = ["comment.hidden", "comment.withdrawn", "comment.blanked"];

const wall = document.querySelector("[data-wall]");
const slots = [...wall.querySelectorAll("[data-slot]")];
let waiting = [];
let seen = Math.max(0, ...slots.map((slot) => Number(slot.dataset.card || 0)));
let paused = false;
let held = [];
const hungAt = new WeakMap();

function hear({ name, data }) {
  if (!data) return;
  if (name === "comment.posted") queue(data);
  else if (HIDING.includes(name)) takeDown(data.id);
  else if (name === "comment.edited") mend(data);
  else if (name === "comment.pinned") pin(data);
  else if (name === "comment.unpinned") pin(null);
  else if (data.session) turn(data.session);
}

new Room(wall.dataset, {
  events(events) {
    if (!paused) return events.forEach(hear);
    held.push(...events.map((event) => () => hear(event)));
    return events.filter(({ name }) => HIDING.includes(name)).forEach(hear);
  },
  snapshot(whole) {
    const settle = () => {
      turn(whole.thread.session);
      pin(whole.pinned);
      tally(whole.tally);
      for (const row of [...whole.comments].reverse()) row.hidden ? takeDown(row.id) : find(row.id) ? mend(row) : queue(row);
    };
    if (paused) held = [settle];
    else settle();
  },
  tally: (numbers) => (paused ? held.push(() => tally(numbers)) : tally(numbers)),
  presence() {},
  status(state) {
    const line = document.getElementById("wall-line");
    const word = { lost: "wall-lost", out: "wall-out" }[state];
    line.hidden = !word;
    line.textContent = word ? say(word) : "";
  },
}).open();

function find(id) {
  return slots.find((slot) => slot.dataset.card === String(id));
}

function tally({ voices, comments }) {
  wall.querySelector("[data-voices]").textContent = voices;
  wall.querySelector("[data-comments]").textContent = comments;
}

// Answers to others stay in the talk; the newest wait their turn, and of a flood only the last.
function queue(row) {
  if (row.parent || row.id <= seen) return;
  seen = row.id;
  waiting = [...waiting, row].slice(-MOST_WAITING);
}

function hang() {
  if (paused || !waiting.length) return;
  const slot = slots.find((each) => !each.dataset.card) || oldest();
  if (performance.now() - (hungAt.get(slot) ?? -STAYS_MS) < STAYS_MS) return;
  const row = waiting.shift();
  hungAt.set(slot, performance.now());
  slot.dataset.card = row.id;
  slot.replaceChildren(drawn(row));
  slot.classList.add("fresh");
  setTimeout(() => slot.classList.remove("fresh"), FRESH_MS);
}

function oldest() {
  return slots.reduce((one, other) => (Number(one.dataset.card) < Number(other.dataset.card) ? one : other));
}

function drawn(row) {
  const card = document.getElementById("card-template").content.firstElementChild.cloneNode(true);
  fill(card, row);
  return card;
}

function fill(place, row) {
  place.querySelector("[data-field=body]").textContent = row.body;
  place.querySelector("[data-field=name]").textContent = row.author.name;
  const badge = row.office ? "" : row.author.badge || "";
  for (const [part, text] of [["seat", badge], ["dong", row.dong || ""]]) {
    const node = place.querySelector(`[data-part=${part}]`);
    if (!node) continue;
    node.textContent = text;
    node.hidden = !text;
  }
}

function takeDown(id) {
  waiting = waiting.filter((row) => row.id !== id);
  const slot = find(id);
  if (slot) {
    slot.replaceChildren();
    slot.removeAttribute("data-card");
    slot.classList.remove("fresh");
    hungAt.delete(slot);
  }
  if (Number(wall.dataset.pinned) === id) pin(null);
}

function mend(row) {
  waiting = waiting.map((one) => (one.id === row.id ? row : one));
  const slot = find(row.id);
  if (slot) fill(slot, row);
  if (Number(wall.dataset.pinned) === row.id) fill(document.getElementById("wall-pinned"), row);
}

function pin(row) {
  const shown = row && !row.hidden;
  wall.dataset.pinned = shown ? row.id : "";
  if (shown) fill(document.getElementById("wall-pinned"), row);
  document.getElementById("wall-pinned").hidden = !shown;
}

function turn({ status }) {
  wall.dataset.status = status;
  const line = wall.querySelector("[data-state]");
  const word = document.createElement("span");
  word.className = status === "open" ? "now" : "";
  word.textContent = say({ open: "gathering", upcoming: "not-yet", closed: "over" }[status]);
  line.replaceChildren(word);
}

const pause = wall.querySelector("[data-pause]");
function turnPause() {
  paused = !paused;
  pause.setAttribute("aria-pressed", paused);
  pause.querySelector("[data-text]").textContent = say(paused ? "go-on" : "pause");
  if (paused) return;
  const acts = held;
  held = [];
  acts.forEach((act) => act());
}

// A hall is lit or dark: one key, remembered on this machine.
function turnLight() {
  const root = document.documentElement;
  const dark = (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  root.dataset.theme = dark ? "light" : "dark";
  try {
    localStorage.setItem("wall-theme", root.dataset.theme);
  } catch {
    // A private window forgets; so be it.
  }
}

try {
  const kept = localStorage.getItem("wall-theme");
  if (kept) document.documentElement.dataset.theme = kept;
} catch {
  // Nothing is kept there.
}

pause.addEventListener("click", turnPause);
wall.querySelector("[data-theme-switch]").addEventListener("click", turnLight);
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.code === "KeyP") turnPause();
  if (event.code === "KeyD") turnLight();
});
setInterval(hang, BETWEEN_MS);
setInterval(() => {
  const clock = wall.querySelector("[data-clock]");
  const now = new Intl.DateTimeFormat("ko-KR", { timeZone: "Asia/Seoul", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date());
  if (clock.textContent !== now) clock.textContent = now;
}, CLOCK_MS);
