// Draws one comment from the page's own <template>, so that it is the very markup the server writes.
import { linked } from "./links.js";
import { ago, official, say } from "./page.js";
import { fillQuote, greyOut } from "./quotes.js";

const ATTRIBUTES = ["id", "href", "action", "for", "value", "aria-describedby", "data-comment", "data-composer"];

export function draw(row, { mine = false } = {}) {
  const template = document.getElementById(row.parent ? "reply-template" : "comment-template");
  const item = template.content.firstElementChild.cloneNode(true);
  for (const node of [item, ...item.querySelectorAll("*")]) {
    for (const name of ATTRIBUTES) {
      const value = node.getAttribute(name);
      if (value?.includes("__id__")) node.setAttribute(name, value.replace("__id__", row.id));
    }
  }
  keep(item, { gone: row.hidden, said: !row.hidden });
  if (row.hidden) {
    goneInto(item.querySelector(".gone"), row.id, row.ground);
    return item;
  }
  const seat = row.office ? "" : row.author.badge;
  keep(item, { office: row.office, seat: Boolean(seat), dong: Boolean(row.dong), stance: Boolean(row.stance), quote: Boolean(row.quote), edited: Boolean(row.edited_at), mine, theirs: !mine });
  if (row.office) item.classList.add("official");
  field(item, "name").textContent = row.author.name;
  field(item, "body").replaceChildren(...linked(row.body));
  if (row.stance) wear(item.querySelector("[data-part=stance]"), row.stance);
  if (row.quote) quoteIn(item, row.quote);
  field(item, "reactions").textContent = row.reactions;
  if (seat) item.querySelector("[data-part=seat]").textContent = seat;
  if (row.dong) item.querySelector("[data-part=dong]").textContent = row.dong;
  const time = item.querySelector("time");
  time.dateTime = row.posted_at;
  time.title = official(row.posted_at);
  time.textContent = ago(row.posted_at);
  return item;
}

function wear(chip, stance) {
  chip.classList.add(stance);
  chip.querySelector("use").setAttribute("href", `#i-${stance}`);
  chip.querySelector("[data-text]").textContent = say(`stance-${stance}`);
}

function quoteIn(item, quote) {
  const place = item.querySelector("[data-part=quote]");
  fillQuote(place, quote);
  if (quote.hidden) greyOut(place);
}

// Parts that this row does not have go; the server would not have written them.
function keep(item, parts) {
  for (const [name, kept] of Object.entries(parts)) {
    if (!kept) item.querySelectorAll(`[data-part=${name}]`).forEach((node) => node.remove());
  }
}

// The field of this comment, not of a reply under it.
export function field(item, name) {
  return item.querySelector(`:scope > [data-part=said] [data-field=${name}]`);
}

export function gone(ground) {
  if (ground === "withdrawn") return say("withdrawn");
  const label = ground && say(`ground-${ground}`);
  return label ? `${say("hidden")} ${say("ground", { ground: label })}` : say("hidden");
}

function goneInto(line, id, ground) {
  line.textContent = gone(ground);
  if (ground === "withdrawn") return;
  const why = document.createElement("a");
  why.href = `/comments/${id}/ground/`;
  why.textContent = say("why");
  line.append(" ", why);
}

export function find(id) {
  return document.getElementById(`comment-${id}`);
}

// Words that were taken down keep their place and their replies.
export function takeDown(item, ground) {
  const said = item.querySelector(":scope > [data-part=said]");
  if (!said) return;
  const line = document.createElement("p");
  line.className = "gone";
  line.dataset.part = "gone";
  goneInto(line, item.dataset.comment, ground);
  const focused = said.contains(document.activeElement);
  if (focused) line.tabIndex = -1;
  said.replaceWith(line);
  if (focused) line.focus({ preventScroll: true });
  item.classList.remove("official", "fresh-row");
}

// What is read changes in place and never moves.
export function mend(item, row) {
  if (row.hidden) {
    takeDown(item, row.ground);
    return;
  }
  const body = field(item, "body");
  if (!body) return;
  if (body.textContent !== row.body) body.replaceChildren(...linked(row.body));
  count(item, row.reactions);
  if (row.edited_at && !item.querySelector(":scope > [data-part=said] [data-part=edited]")) {
    const blank = document.getElementById("comment-template").content.querySelector("[data-part=edited]");
    item.querySelector("time").after(" ", blank.cloneNode(true));
  }
}

// What was taken down stands again, with its replies where they were.
export function bringBack(item, row) {
  const line = item.querySelector(":scope > [data-part=gone]");
  if (!line) return;
  const whole = draw(row);
  line.replaceWith(whole.querySelector(":scope > [data-part=said]"));
  item.classList.toggle("official", row.office);
}

export function count(item, reactions) {
  const number = field(item, "reactions");
  if (number && reactions !== undefined) number.textContent = reactions;
}

// Newest first in the list, oldest first among replies, whichever came over the line earlier.
export function place(list, item, newestFirst) {
  const id = Number(item.dataset.comment);
  const after = [...list.children].find((other) => (newestFirst ? Number(other.dataset.comment) < id : Number(other.dataset.comment) > id));
  list.insertBefore(item, after || null);
}
