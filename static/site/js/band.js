// One band for all lines of a page: what is wrong stays said until it is right again, and then a word that it is.
import { say } from "./page.js";

const BAND_MS = 6000;
const WORST = ["out", "lost", "slow"];
const WORDS = { lost: "lost", slow: "slow", out: "out", back: "back" };
const lines = new Map();
let shown = "live";
let timer = 0;

// words: how this page says each state; each line of the page reports for itself.
export function connection(words = {}) {
  const line = Symbol("line");
  return (state) => {
    lines.set(line, { state, words: { ...WORDS, ...words } });
    show();
  };
}

function show() {
  const all = [...lines.values()];
  const worst = WORST.map((state) => all.find((line) => line.state === state)).find(Boolean) || { ...all[0], state: "live" };
  if (worst.state === shown) return;
  shown = worst.state;
  const band = document.getElementById("connection");
  clearTimeout(timer);
  band.querySelector("[data-text]").textContent = say(worst.words[shown === "live" ? "back" : shown]);
  band.classList.toggle("warn", shown === "lost" || shown === "out");
  band.classList.toggle("ok", shown === "live");
  band.classList.toggle("final", shown === "out");
  band.querySelector("use")?.setAttribute("href", { live: "#i-check", out: "#i-alert" }[shown] || "#i-clock");
  band.hidden = false;
  // Being slow is no trouble: it is said once over the page, and stands quietly where the head count stood.
  if (shown === "live" || shown === "slow") timer = setTimeout(() => (band.hidden = true), BAND_MS);
  for (const note of document.querySelectorAll("[data-slow]")) note.hidden = shown !== "slow";
  for (const count of document.querySelectorAll("#presence, [data-presence]")) {
    count.hidden = shown === "slow";
    count.classList.toggle("away", shown === "lost" || shown === "out");
  }
}
