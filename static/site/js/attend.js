// Every page of a meeting listens alike: one sitting, one room, one band, one polite line.
import { connection } from "./band.js";
import { clock, fill } from "./fill.js";
import { announce, hush, say, store, stored, toast } from "./page.js";
import { guard, keepFocus } from "./press.js";
import { Room } from "./room.js";
import { Sitting } from "./sitting.js";

const CLOCK_MS = 5000;
const LONGEST_TIMER = 2 ** 31 - 1;
const AT_ONCE = {
  "meeting.called": "m-called",
  "meeting.recessed": "m-recessed",
  "meeting.resumed": "m-resumed",
  "meeting.adjourned": "m-adjourned",
  "meeting.cancelled": "m-cancelled",
};
export const LINE = { lost: "m-lost", back: "m-back", out: "m-gone" };
const CHANGED = ["agenda.changed", "item.changed", "item.laid", "item.withdrawn"];

export const root = document.getElementById("sitting");

// draw(sitting) paints the page; heard(event) is told each event; back() when the line is there again, anew() after a whole look.
export function attend(draw, { heard, back, anew } = {}) {
  const sitting = new Sitting(told("meeting-data"));
  if (document.getElementById("inside-data")) sitting.admit(told("inside-data"));
  const band = connection(LINE);
  let met = sitting.quorum.met;
  let heardBefore = false;
  let quiet = 0;
  const paused = pausing(() => redraw());
  emptied(sitting);

  function redraw() {
    // Whoever paused reads on; but what is closed now is read by nobody any more.
    const empties = emptied(sitting);
    if (paused() && !empties) return;
    const before = `${sitting.meeting.state}/${sitting.current?.id}/${sitting.votings().map(({ id }) => id)}`;
    if (redraw.before !== undefined && redraw.before !== before) guard();
    redraw.before = before;
    keepFocus(() => {
      header(sitting);
      draw(sitting);
    });
    if (sitting.quorum.met !== met) {
      met = sitting.quorum.met;
      announce(met ? say("m-met") : say("m-short", { n: sitting.missing }), true);
    }
  }

  const hear = {
    events(events) {
      for (const event of events) {
        sitting.hear(event);
        if (!paused()) tell(event, sitting);
        heard?.(event);
      }
      redraw();
    },
    snapshot(whole) {
      sitting.take(whole);
      redraw();
      anew?.();
    },
    tally(numbers) {
      sitting.count(numbers);
      clearTimeout(quiet);
      quiet = setTimeout(redraw);
    },
    presence(count) {
      for (const line of document.querySelectorAll("[data-presence]")) {
        line.querySelector("[data-people]").textContent = count;
      }
    },
    status(state) {
      band(state);
      if (!["live", "slow"].includes(state)) return;
      if (heardBefore) back?.();
      heardBefore = true;
    },
  };

  tick();
  setInterval(tick, CLOCK_MS);
  redraw();
  const room = new Room(root.dataset, hear);
  if (root.dataset.room) room.open();
  // What an act of one's own was answered; the line may have told it already, and more since.
  const take = (kind, row) => {
    if (row.seq > room.after && kind === "meeting") sitting.meeting = row;
    else if (row.seq > room.after) sitting.put(kind, row);
    redraw();
  };
  return { sitting, redraw, take };
}

// What a page was sent with is read once: words that are closed later must not lie in it still.
export function told(name) {
  const place = document.getElementById(name);
  place.remove();
  return JSON.parse(place.textContent);
}

// Whether an item was closed since the last look; what was going to be said of it is not said.
function emptied(sitting) {
  const closed = String(sitting.agenda().filter(({ disclosure }) => disclosure !== "open").map(({ id }) => id));
  const since = `${closed}/${sitting.state().inside}`;
  const changed = emptied.before !== undefined && emptied.before !== since;
  emptied.before = since;
  if (changed) hush();
  return changed;
}

// Once the doors open, if they are still shut.
export function atDoors(opens, act) {
  const wait = new Date(opens) - Date.now();
  if (wait > 0 && wait < LONGEST_TIMER) setTimeout(act, wait);
}

// In the language of the page: the frame's own sentence is the district's.
function countOf({ sitting, present, needed, met, recused }) {
  const missing = needed - present;
  const told = say(met ? "m-quorum-met" : "m-quorum-short", { sitting, present, needed, missing });
  return recused ? `${told} · ${say("m-quorum-recused", { recused })}` : told;
}

// What every page has above its own: the state and the count.
function header(sitting) {
  const state = sitting.state();
  for (const part of document.querySelectorAll("[data-meeting]")) fill(part, state);
  for (const pill of document.querySelectorAll("[data-quorum]")) {
    fill(pill, { ...state, sentence: countOf(sitting.quorum) });
    pill.querySelectorAll("use").forEach((use) => use.setAttribute("href", state.met ? "#i-check" : "#i-alert"));
  }
  for (const seats of document.querySelectorAll("[data-seats]")) {
    seats.querySelectorAll("circle").forEach((seat, place) => seat.classList.toggle("on", place < sitting.quorum.present));
    seats.querySelector("rect.on")?.setAttribute("width", Math.round((4000 * sitting.quorum.present) / Math.max(sitting.quorum.sitting, 1)) / 10);
  }
}

// 잠시 멈춤: what happens is kept, and drawn when the reader goes on; remembered for this page.
function pausing(goOn) {
  const button = document.getElementById("pause");
  const key = `paused:${root.dataset.room}`;
  let paused = Boolean(button) && stored(key) === "1";
  const tell = () => {
    button.setAttribute("aria-pressed", paused);
    button.querySelector("[data-text]").textContent = say(paused ? "go-on" : "pause");
    document.getElementById("paused").hidden = !paused;
  };
  if (paused) tell();
  button?.addEventListener("click", () => {
    paused = !paused;
    store(key, paused ? "1" : "");
    tell();
    if (!paused) goOn();
  });
  return () => paused;
}

const TOLD = {
  "item.taken_up": (data, sitting) => announce(taken(sitting.current), true),
  "resolution.recorded": ({ resolution }) => announce(say("m-resolved", { label: resolution.item_label, form: resolution.form_label }), true),
  "vote.opened": ({ vote }) => announce(say("m-vote-opened", { method: vote.method_label, subject: vote.subject }), true),
  "vote.closed": ({ vote }) => announce(say("m-vote-closed", { result: vote.result_label, line: vote.line }), true),
  "vote.voided": () => announce(say("m-vote-void"), true),
  "turn.began": ({ turn }) => turn.name && announce(say("m-speaks", { name: turn.name }), false, "turn"),
  "motion.moved": ({ motions }) => announce(say("m-moved", motions?.at(-1))),
  "gist.typed": ({ gist }) => gist.words && document.querySelector("[data-subtitles]") && announce(`${gist.name} ${gist.words}`),
};

function tell({ name, data }, sitting) {
  if (AT_ONCE[name]) announce(say(AT_ONCE[name]), true);
  else if (data && TOLD[name]) TOLD[name](data, sitting);
  else if (CHANGED.includes(name)) announce(say("m-agenda"));
  if (name === "agenda.changed") toast(say("m-agenda"), { label: say("refresh"), href: location.href });
}

function taken(item) {
  if (!item) return "";
  return item.disclosure === "closed" ? say("m-inside") : say("m-taken", { label: item.label, title: item.title });
}

function tick() {
  for (const node of document.querySelectorAll("[data-clock]")) {
    const now = clock(new Date().toISOString());
    if (node.textContent !== now) node.textContent = now;
  }
}
