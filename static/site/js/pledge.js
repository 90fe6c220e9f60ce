// The figures of a pledge, asked for again while somebody looks: what moved is written in place and said once.
import { mend } from "./mend.js";
import { announce } from "./page.js";

const EVERY_MS = 10000;

const place = document.getElementById("figures");
let etag = "";
let asking = false;

async function look() {
  if (document.hidden || asking) return;
  asking = true;
  try {
    const answer = await fetch(place.dataset.figuresUrl, { headers: etag ? { "If-None-Match": etag } : {}, cache: "no-store" });
    if (answer.status !== 200) return;
    etag = answer.headers.get("ETag") || "";
    take(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // The next look is soon enough.
  } finally {
    asking = false;
  }
}

function take(fresh) {
  const before = told();
  for (const part of place.querySelectorAll("[data-part]")) {
    const newer = fresh.getElementById(part.id);
    if (newer) mend(part, newer);
  }
  for (const [key, { name, shown }] of told()) {
    const was = before.get(key)?.shown;
    if (was !== undefined && was !== shown) announce(sentence(name, was, shown), false, key);
  }
}

// Every figure once, however often it stands on the page; it is called what it is called first.
function told() {
  const figures = new Map();
  for (const { dataset } of place.querySelectorAll("[data-figure]")) {
    if (!figures.has(dataset.figure)) figures.set(dataset.figure, { name: dataset.name, shown: dataset.shown });
  }
  return figures;
}

function sentence(name, was, now) {
  const values = { name, was, now };
  return place.dataset.moved.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

setInterval(look, EVERY_MS);
document.addEventListener("visibilitychange", look);
