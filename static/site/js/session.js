// One evening of a forum: it opens, is talked in and closes before everybody's eyes.
import { draw, gone } from "./comment.js";
import { doorOf } from "./composer.js";
import { announce, ask, newRef, say, toast, writing } from "./page.js";
import { Talk } from "./talk.js";

const TOP_OF_PAGE = 200;
const page = document.querySelector("[data-session]");
const url = `/api/v1/sessions/${page.dataset.session}/`;

const talk = new Talk(document.getElementById("thread"), {
  event({ name, data }) {
    if (name === "session.opened" || name === "session.closed") turn(data.session.status);
    else if (name === "session.amended") toast(say("session-amended"), { label: say("refresh"), href: location.href });
    else if (name === "comment.pinned") pin(data);
    else if (name === "comment.unpinned") pin(null);
    else if (name === "comment.hidden" || name === "comment.withdrawn") takeOff(data);
    else if (name === "comment.edited") mendPinned(data);
  },
  snapshot(whole) {
    if (pinned() !== (whole.pinned?.id ?? null)) pin(whole.pinned);
    turn(whole.thread.session.status);
  },
});
if (page.dataset.status !== "closed") talk.listen();

// The page carries what it will look like; a hall full of telephones asks for nothing when the doors open.
function turn(status) {
  if (status === page.dataset.status) return;
  const fresh = document.getElementById(`turned-${status}`)?.content.cloneNode(true);
  if (!fresh) return;
  for (const part of document.querySelectorAll("[data-turns]")) swap(part, fresh);
  if (status === "open") begin(fresh.getElementById("thread"));
  else finish();
  page.dataset.status = status;
  sayState(status);
}

function swap(part, fresh) {
  const held = part.contains(document.activeElement);
  part.replaceChildren(...(fresh.querySelector(`[data-turns="${part.dataset.turns}"]`)?.childNodes ?? []));
  if (held) part.querySelector("button, a")?.focus({ preventScroll: true });
}

function begin(section) {
  document.getElementById("thread").replaceWith(section);
  document.body.classList.add("has-dock");
  talk.enter(section);
}

function finish() {
  if (talk.thread) talk.thread.close();
  for (const form of document.querySelectorAll("[data-pin], [data-unpin]")) form.remove();
}

function sayState(status) {
  const sentence = say(status === "open" ? "session-opened" : "session-closed");
  announce(sentence, true);
  if (scrollY > TOP_OF_PAGE) toast(sentence, { label: say("look"), press: () => scrollTo({ top: 0 }) });
}

// The comment on top: laid while the head is in sight, else said; nothing that is read moves.
const place = document.getElementById("pinned-place");

function pinned() {
  return Number(place.firstElementChild?.dataset.pinned) || null;
}

function pin(row) {
  if (row && row.id === pinned()) return;
  mark(row?.id);
  if (!row) {
    place.replaceChildren();
    announce(say("unpinned"));
    return;
  }
  const panel = drawn(row);
  const lay = () => {
    place.replaceChildren(panel);
    panel.classList.add("fresh");
  };
  announce(say("pinned"));
  if (place.getBoundingClientRect().top >= 0 && !writing()) lay();
  else toast(say("pinned"), { label: say("look"), press: () => { lay(); panel.scrollIntoView({ block: "center" }); } });
}

function drawn(row) {
  const panel = document.getElementById("pinned-template").content.firstElementChild.cloneNode(true);
  panel.dataset.pinned = row.id;
  const whole = draw({ ...row, parent: null });
  const said = panel.querySelector("[data-part=said]");
  said.replaceChildren(...[".comment-head", ".comment-body"].map((one) => whole.querySelector(one)).filter(Boolean));
  for (const link of panel.querySelectorAll("[href*=__id__]")) link.href = link.getAttribute("href").replace("__id__", row.id);
  return panel;
}

function takeOff({ id, ground }) {
  if (id !== pinned()) return;
  const line = document.createElement("p");
  line.className = "gone";
  line.textContent = gone(ground);
  place.querySelector("[data-part=said]").replaceChildren(line);
}

function mendPinned(row) {
  if (row.id === pinned()) place.querySelector("[data-field=body]").textContent = row.body;
}

// The button under the pinned comment says what pressing it would do now.
function mark(id) {
  for (const form of document.querySelectorAll("#comments [data-pin]")) form.hidden = form.closest("[data-comment]").dataset.comment === String(id);
}

// What the facilitator presses; everybody else has none of it.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-open]")) act(event, form, () => ask("POST", `${url}open/`, { ref: newRef() }).then(() => turn("open")));
  else if (form.matches("[data-close]")) askClose(event, form);
  else if (form.matches("[data-pin]")) act(event, form, () => ask("POST", `/api/v1/comments/${commentOf(form)}/pin/`, { ref: newRef() }));
  else if (form.matches("[data-unpin]")) act(event, form, () => ask("DELETE", `/api/v1/comments/${pinned()}/pin/`, { ref: newRef() }));
});

function commentOf(form) {
  return form.closest("[data-comment]").dataset.comment;
}

function askClose(event, form) {
  event.preventDefault();
  const dialog = document.getElementById("close-dialog");
  dialog.returnValue = "";
  dialog.onclose = () => dialog.returnValue === "yes" && act(null, form, () => ask("POST", `${url}close/`, { ref: newRef() }).then(() => turn("closed")));
  dialog.showModal();
}

async function act(event, form, press) {
  event?.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  try {
    await press();
  } catch (unheard) {
    toast(unheard.message, doorOf(unheard.status, unheard.code));
  } finally {
    delete form.dataset.busy;
  }
}

mark(pinned());
