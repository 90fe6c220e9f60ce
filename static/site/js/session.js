// One evening of a forum: it opens, is talked in and closes before everybody's eyes.
import { doorOf } from "./composer.js";
import { announce, ask, newRef, say, toast } from "./page.js";
import { Talk } from "./talk.js";

const TOP_OF_PAGE = 200;
const page = document.querySelector("[data-session]");
const url = `/api/v1/sessions/${page.dataset.session}/`;

const talk = new Talk(document.getElementById("thread"), {
  event({ name, data }) {
    if (name === "session.opened" || name === "session.closed") turn(data.session.status);
    else if (name === "session.amended") toast(say("session-amended"), { label: say("refresh"), href: location.href });
  },
  snapshot(whole) {
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

// What the facilitator presses; everybody else has none of it.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-open]")) act(event, form, () => ask("POST", `${url}open/`, { ref: newRef() }).then(() => turn("open")));
  else if (form.matches("[data-close]")) askClose(event, form);
});

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
