// The bell of a department's desk: a new line is said above the list; the list itself stays where the hand is.
import { csrf } from "../site/js/page.js";
import { Room } from "../site/js/room.js";

const READ_MS = 30000;
const REST_MS = 2000;

const place = document.querySelector(".inbox-news");
const link = place.querySelector("a");
const words = place.dataset;
const live = new Set();
let read = Date.now();
let waiting = 0;

async function look() {
  waiting = 0;
  read = Date.now();
  try {
    const answer = await fetch(words.count, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" }, cache: "no-store" });
    if (answer.ok) show((await answer.json()).count);
  } catch {
    // The next look is soon enough.
  }
}

function show(count) {
  const said = words.some.replace("{n}", count);
  const text = link.querySelector("[data-text]");
  if (text.textContent !== said) text.textContent = said;
  link.hidden = !count;
}

// A desk where ten things happen at once is asked once.
function rung() {
  waiting ||= setTimeout(look, Math.max(0, read + REST_MS - Date.now()));
}

// Where a bell is out of reach the desk asks now and then, as long as somebody looks at it.
function lookAgain() {
  if (!document.hidden && live.size < rooms.length && Date.now() - read >= READ_MS) look();
}

async function stand(name) {
  const url = `/api/v1/rooms/${name}/`;
  const ticketUrl = `${url}ticket/`;
  const asked = await fetch(ticketUrl, { method: "POST", headers: { "X-CSRFToken": csrf(), Accept: "application/json" } }).catch(() => null);
  if (!asked?.ok) return;
  const { seq, epoch, ticket } = await asked.json();
  const hear = {
    bell: rung,
    events() {},
    tally() {},
    presence() {},
    snapshot: rung,
    status(state) {
      if (state === "live") rung();
      live[state === "live" ? "add" : "delete"](name);
    },
  };
  const door = { seq, epoch, ticket, ticketUrl, snapshotUrl: url, eventsUrl: `${url}events`, socketPath: `/ws/rooms/${name}/` };
  new Room(door, hear, { detours: false, longest: READ_MS * 2 }).open();
}

// Without a department of one's own there is no door to stand at, and it asks.
const rooms = words.bells === "none" ? ["none"] : words.bells.split(" ");
if (words.bells !== "none") rooms.forEach(stand);
setInterval(lookAgain, 1000);
document.addEventListener("visibilitychange", lookAgain);
