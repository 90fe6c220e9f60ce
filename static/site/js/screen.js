// The wall of the hall: what is on the floor, who speaks, what is put and how it ended, whether enough are there.
import { attend } from "./attend.js";
import { fill } from "./fill.js";
import { ask } from "./page.js";
import { drawVote } from "./screen_vote.js";
import "./turn_clock.js";

const CODE_MS = 120000;

const place = (id) => document.getElementById(id);

attend((sitting) => {
  const { current } = sitting;
  const told = sitting.meeting.state === "in_session" && current?.disclosure !== "closed" ? current : null;
  const speaker = sitting.speaker(told);
  const motion = sitting.nextMotion(told);
  const vote = told && (sitting.voting(told) || answered(sitting, told, speaker));
  place("current").hidden = !told;
  if (told) fill(place("current"), { ...sitting.look(told), items: sitting.agenda().length });
  drawNext(sitting);
  drawSpeaker(vote ? null : speaker);
  place("motion").hidden = !motion || Boolean(vote);
  if (motion) fill(place("motion"), motion);
  drawVote(vote, told, vote && sitting.resolutions.get(vote.resolution));
  if (place("qr")) place("qr").hidden = Boolean(vote);
  place("stage").dataset.view = view({ told, vote, speaker, motion });
});

function view({ told, vote, speaker, motion }) {
  if (!told) return "state";
  if (vote) return "vote";
  if (speaker) return "speaker";
  return motion ? "motion" : "item";
}

// How the last question ended stands until something else comes up.
function answered(sitting, item, speaker) {
  const last = sitting.of("votes", item).filter((vote) => vote.state !== "open").at(-1);
  if (last?.state !== "closed") return null;
  const since = new Date(last.closed_at);
  const came = [speaker?.began_at, ...sitting.pending(item).map((motion) => motion.moved_at)].filter(Boolean);
  return came.some((at) => new Date(at) > since) ? null : last;
}

function drawNext(sitting) {
  const { next } = sitting;
  place("next").hidden = !next || sitting.over;
  if (next) fill(place("next"), next);
}

function drawSpeaker(turn) {
  place("speaker").hidden = !turn;
  if (!turn) return;
  fill(place("speaker"), turn);
  const clock = place("speaker").querySelector("[data-turn-clock]");
  clock.dataset.began = turn.began_at || "";
  clock.dataset.seconds = turn.seconds ?? "";
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

// A dim hall wants it dark, a bright one light: one press, or D, and the next opening remembers it by its address.
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
document.addEventListener("keydown", (event) => {
  if (event.code === "KeyD" && !event.ctrlKey && !event.metaKey && !event.altKey) theme.click();
});
