// The page of a proposal comes alive: who agrees, which office has it, what was answered, what neighbours say.
import { copy } from "./copy.js";
import { announce, toast, writing } from "./page.js";
import { Supports, tell } from "./supports.js";
import { Talk } from "./talk.js";

const TOP_OF_PAGE = 200;
const TURN_MS = 400;
const COUNTED = ["proposal.supported", "proposal.unsupported", "review.called"];
// What is hidden is hidden at once, whoever reads it; the same when it stands again.
const WORDS = ["title", "hidden", "words"];
const section = document.getElementById("thread");
const supports = new Supports(document.getElementById("supports"), reviewed);
let waiting = 0;
let pending = [];

const talk = new Talk(section, {
  event({ name, data }) {
    if (COUNTED.includes(name)) supports.draw(data);
    if (name === "review.called" || turns(name)) soon();
  },
  snapshot(whole) {
    if (whole.subject) supports.draw(whole.subject);
    soon();
  },
});
if (section.dataset.status !== "open") talk.gauge.gauges = []; // it has said its last word
if (section.dataset.room) talk.listen();

// Whatever moves the proposal on its way, except the counting.
function turns(name) {
  return /^(proposal|referral|mayor)\./.test(name) && !COUNTED.includes(name);
}

// Five have agreed: said once, laid at the top only while the top is in sight.
function reviewed() {
  const sentence = tell("reviewed", { n: supports.needed });
  announce(sentence, true);
  const lay = () => document.getElementById("review-place").replaceChildren(document.getElementById("review-template").content.cloneNode(true));
  if (scrollY < TOP_OF_PAGE && !writing()) lay();
  else toast(sentence, { label: tell("look"), press: () => { lay(); scrollTo({ top: 0 }); } });
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(turn, TURN_MS);
}

// The course and the answers as the house draws them now; what is read or typed does not move.
async function turn() {
  const answer = await fetch(location.pathname).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.title = fresh.title;
  const held = [];
  for (const part of document.querySelectorAll("[data-turns]")) {
    const next = fresh.querySelector(`[data-turns="${part.dataset.turns}"]`);
    if (!next || next.innerHTML === part.innerHTML) continue;
    if (pushes(part)) held.push([part, next]);
    else lay(part, next);
  }
  tellTurned(held);
}

// Whether what stands below it would be pushed away under the reader's eyes or hands.
function pushes(part) {
  if (["state", ...WORDS].includes(part.dataset.turns)) return false;
  return writing() || (part.nextElementSibling || part).getBoundingClientRect().top < 0;
}

function tellTurned(held) {
  const sentence = tell(held.some(([part]) => part.dataset.turns === "answers") ? "answered" : "moved");
  pending = held;
  const said = [...document.querySelectorAll(".toast")].some((line) => line.textContent.includes(sentence));
  if (!held.length || said) return;
  const show = () => {
    for (const [part, next] of pending) lay(part, next);
    pending[0]?.[0].scrollIntoView({ block: "start" });
  };
  toast(sentence, { label: tell("look"), press: show });
}

function lay(part, next) {
  const held = part.contains(document.activeElement);
  const first = part.dataset.turns === "answers" && next.childElementCount > part.childElementCount;
  part.replaceChildren(...[...next.childNodes].map((node) => document.adoptNode(node)));
  if (first) announce(tell("answered"), true);
  if (held) part.querySelector("a, button")?.focus({ preventScroll: true });
}

// What is pressed beside the talk.
document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-dialog]");
  const share = event.target.closest?.("[data-share]");
  if (opener && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    document.getElementById(opener.dataset.dialog).showModal();
  }
  if (event.target.closest?.("[data-shut]")) event.target.closest("dialog").close();
  if (share) {
    event.preventDefault();
    send(share);
  }
});

async function send(link) {
  if (navigator.share) {
    await navigator.share({ title: link.dataset.title, url: link.href }).catch(() => {});
    return;
  }
  await copy(link.href);
  toast(tell("copied"));
}
