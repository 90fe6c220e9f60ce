// Draws one comment from the page's own <template>, so that it is the very markup the server writes.
import { ago, official, say } from "./page.js";

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
    item.querySelector(".gone").textContent = gone(row.ground);
    return item;
  }
  const seat = row.office ? "" : row.author.badge;
  keep(item, { office: row.office, seat: Boolean(seat), dong: Boolean(row.dong), edited: Boolean(row.edited_at), mine });
  if (row.office) item.classList.add("official");
  field(item, "name").textContent = row.author.name;
  field(item, "body").textContent = row.body;
  field(item, "reactions").textContent = row.reactions;
  if (seat) item.querySelector("[data-part=seat]").textContent = seat;
  if (row.dong) item.querySelector("[data-part=dong]").textContent = row.dong;
  const time = item.querySelector("time");
  time.dateTime = row.posted_at;
  time.title = official(row.posted_at);
  time.textContent = ago(row.posted_at);
  return item;
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
  line.textContent = gone(ground);
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
  if (body.textContent !== row.body) body.textContent = row.body;
  count(item, row.reactions);
  if (row.edited_at && !item.querySelector(":scope > [data-part=said] [data-part=edited]")) {
    const blank = document.getElementById("comment-template").content.querySelector("[data-part=edited]");
    item.querySelector("time").after(" ", blank.cloneNode(true));
  }
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
