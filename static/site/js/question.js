// The page of a question comes alive: room, thread, composer and what is pressed.
import { Acts } from "./acts.js";
import { Composer } from "./composer.js";
import { Gauge } from "./gauge.js";
import { ago, say } from "./page.js";
import { Room } from "./room.js";
import { Thread } from "./thread.js";

const BAND_MS = 4000;
const AGO_MS = 30000;
const HIDING = ["comment.hidden", "comment.withdrawn"];

const section = document.getElementById("thread");
new Acts(section);
if (section.dataset.status === "open" && section.dataset.room) {
  const gauge = new Gauge();
  const thread = new Thread(section, gauge);
  new Composer(section, thread);
  listen(thread, gauge);
  setInterval(() => {
    for (const time of section.querySelectorAll("#comments time")) {
      if (Date.now() - new Date(time.dateTime) < 86400000) time.textContent = ago(time.dateTime);
    }
  }, AGO_MS);
}

// 잠시 멈춤 holds everything back but what was taken down, and is remembered for this page.
function listen(thread, gauge) {
  const key = `paused:${section.dataset.room}`;
  const button = document.getElementById("pause");
  const note = document.getElementById("paused");
  let paused = remembered(key);
  let held = [];
  let people = null;

  const hear = {
    events(events) {
      if (!paused) return events.forEach((event) => thread.hear(event));
      held.push(...events.map((event) => () => thread.hear(event)));
      events.filter(({ name }) => HIDING.includes(name)).forEach((event) => thread.hear(event));
      held.fresh = (held.fresh || 0) + events.filter(({ name, data }) => name === "comment.posted" && !data?.parent).length;
      return tell();
    },
    snapshot(whole) {
      if (!paused) return thread.snapshot(whole);
      held = [() => thread.snapshot(whole)];
      return null;
    },
    tally(numbers) {
      if (paused) held.tally = numbers;
      else gauge.tally(numbers);
    },
    presence(count) {
      people = count;
      if (!paused) present();
    },
    status: connection(),
  };

  function present() {
    const line = document.getElementById("presence");
    if (!line || people === null) return;
    line.toggleAttribute("data-alone", people < 2);
    line.querySelector("[data-people]").textContent = people;
  }

  function tell() {
    const n = held.fresh || 0;
    button.setAttribute("aria-pressed", paused);
    button.querySelector("[data-text]").textContent = say(paused ? "go-on" : "pause");
    note.hidden = !paused;
    note.querySelector("[data-text]").textContent = n ? say("paused-waiting", { n }) : say("paused");
  }

  button.addEventListener("click", () => {
    paused = !paused;
    remember(key, paused);
    if (!paused) {
      const acts = held;
      held = [];
      if (acts.tally) gauge.tally(acts.tally);
      acts.forEach((act) => act());
      present();
    }
    tell();
  });
  tell();
  new Room(section.dataset, hear).open();
}

// One band while the line is down, and a word when it is back.
function connection() {
  const band = document.getElementById("connection");
  const text = band.querySelector("[data-text]");
  let down = false;
  return (state) => {
    if (state === "out" || (state === "lost") === down) return;
    down = state === "lost";
    text.textContent = say(down ? "lost" : "back");
    band.classList.toggle("warn", down);
    band.classList.toggle("ok", !down);
    band.hidden = false;
    if (!down) setTimeout(() => (band.hidden = !down), BAND_MS);
  };
}

function remembered(key) {
  try {
    return localStorage.getItem(key) === "1";
  } catch {
    return false;
  }
}

function remember(key, value) {
  try {
    if (value) localStorage.setItem(key, "1");
    else localStorage.removeItem(key);
  } catch {
    // A private window forgets; so be it.
  }
}
