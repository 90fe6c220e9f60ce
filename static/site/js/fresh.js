// What others did is mended into the page by asking for the page again: there is one drawing, the server's.
import { mend } from "./mend.js";
import { refocus } from "./press.js";

const FIRST_MS = 60;
const BETWEEN_MS = 500;
const AGAIN_MS = 3000;
const RUNS = ["acts", "motions", "speakers"];

// after() hears that the page is as the house has it.
export function freshPage(after = () => {}) {
  let timer = 0;
  let reading = false;
  let owed = false;
  let last = 0;

  function due(wait = FIRST_MS) {
    if (reading) owed = true;
    else if (!timer) timer = setTimeout(read, Math.max(wait, last + BETWEEN_MS - Date.now()));
  }

  async function read() {
    timer = 0;
    reading = true;
    last = Date.now();
    const page = await ask().catch(() => null);
    reading = false;
    if (page) take(page, after);
    if (owed || !page) due(page ? FIRST_MS : AGAIN_MS);
    owed = false;
  }

  return due;
}

async function ask() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (answer.status >= 500) throw new Error(String(answer.status));
  // Whoever may no longer be here is shown where they may.
  if (!answer.ok || answer.redirected) return location.reload();
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function take(page, after) {
  const held = document.activeElement;
  const group = held?.closest("[data-group], #acts");
  const before = standing();
  for (const part of document.querySelectorAll("[data-fresh]")) {
    const fresh = page.getElementById(part.id);
    if (fresh) mend(part, fresh);
  }
  const place = document.getElementById("console");
  const { next } = page.getElementById("console").dataset;
  place.dataset.next = next;
  const turned = standing() !== before;
  after();
  const lost = held && held !== document.body && (!held.isConnected || !held.getClientRects().length || held.disabled);
  if (group && (lost || (turned && group.id === "acts" && held === pressed))) goOn(group, next);
}

// Who has gone on by themselves since is not called back.
let pressed = null;
document.addEventListener("submit", (event) => (pressed = event.submitter), true);

// What is on the floor, and what comes next.
const standing = () => [document.getElementById("console").dataset.next, document.getElementById("motions")?.dataset.onFloor].join();

// Whoever has just pressed finds the focus on what comes next; whoever mended a list stays beside it.
function goOn(group, step) {
  const [button] = [...document.querySelectorAll(`[data-step="${step}"]`)].filter((one) => one.getClientRects().length && !one.disabled);
  if (button && RUNS.includes(group.id)) button.focus({ preventScroll: true });
  else refocus(group);
}

let lost = "";

// Until the page has come, nothing is written or pressed under an item that is no longer on the floor.
export function holdStale(item) {
  const here = String(item?.id ?? "");
  for (const part of document.querySelectorAll("[data-on-floor]")) {
    const stale = part.dataset.onFloor !== here;
    if (stale && !part.inert && part.contains(document.activeElement)) lost = document.activeElement.id;
    part.inert = stale;
  }
  if (!lost || document.querySelector("[data-on-floor][inert]")) return;
  if (document.activeElement === document.body) document.getElementById(lost)?.focus({ preventScroll: true });
  lost = "";
}
