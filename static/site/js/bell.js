// The bell in the masthead: a dot while a letter lies unopened. It takes no focus and speaks once.
import { announce, csrf } from "./page.js";
import { Room } from "./room.js";

const START_MS = 1000;
const READ_MS = 30000;

const bell = document.getElementById("bell");
const label = bell.querySelector("[data-text]");
const dot = bell.querySelector(".mark-dot");
let unread = Number(bell.dataset.unread);
let live = false;
let said = false;
let read = Date.now();

function show(count) {
  if (count > unread) speak();
  unread = count;
  dot.toggleAttribute("hidden", !count);
  label.textContent = count ? bell.dataset.some.replace("{n}", count) : bell.dataset.none;
}

function speak() {
  if (said) return;
  said = true;
  if (document.getElementById("live")) announce(bell.dataset.new);
  else document.getElementById("bell-said").textContent = bell.dataset.new;
}

async function look() {
  read = Date.now();
  try {
    const answer = await fetch(bell.dataset.countUrl, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (answer.ok) show((await answer.json()).unread);
  } catch {
    // The next look is soon enough.
  }
}

// Where the worker's bells reach this page, a line that stands is enough; else it asks now and then.
function lookAgain() {
  if (!document.hidden && !(live && bell.dataset.carried) && Date.now() - read >= READ_MS) look();
}

async function stand() {
  try {
    const answer = await fetch(bell.dataset.ticketUrl, { method: "POST", headers: { "X-CSRFToken": csrf(), Accept: "application/json" } });
    if (!answer.ok) return;
    const { seq, epoch, ticket } = await answer.json();
    const place = { ...bell.dataset, seq, epoch, ticket };
    const hear = {
      bell: look,
      events() {},
      tally() {},
      presence() {},
      snapshot: (whole) => show(whole.unread),
      status(state) {
        if (state === "live" && !live) look();
        live = state === "live";
      },
    };
    // No way round for a bell: asking twice a minute is enough until the line comes back.
    new Room(place, hear, { detours: false, longest: READ_MS * 2 }).open();
  } catch {
    // Without a line it asks.
  }
}

setTimeout(stand, START_MS);
setInterval(lookAgain, 1000);
document.addEventListener("visibilitychange", lookAgain);
