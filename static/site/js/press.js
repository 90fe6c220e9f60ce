// A form that acts: sent to the API without leaving the page. Without this file it is a plain form.
import { ask, newRef } from "./page.js";

const GUARD_MS = 400;
const KEPT_BACK = ["csrfmiddlewaretoken", "next", "ref"];
const NUMBERS = ["seat", "seats", "yes", "no", "abstain", "item", "turn", "motion", "recusal", "amends"];
const SEVERAL = ["choices"];
// Never in the page: what somebody chose in secret must not stand in it.
const sent = new WeakMap();
let guarded = 0;

// What is under the hand has just changed: a press that was meant for what stood there before is not taken.
export function guard() {
  clearTimeout(guarded);
  guarded = setTimeout(() => hold(false), GUARD_MS);
  hold(true);
}

function hold(held) {
  if (!held) guarded = 0;
  for (const place of document.querySelectorAll("[data-guarded]")) place.setAttribute("aria-busy", held);
}

// taken(form, row, submitter) hears what became of it.
export function press(taken = () => {}) {
  const busy = new WeakSet();
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const { submitter } = event;
    const url = submitter?.dataset.act || form.dataset.act;
    if (!url || event.defaultPrevented) return;
    event.preventDefault();
    const button = submitter || form;
    if (busy.has(button) || (guarded && form.closest("[data-guarded]"))) return;
    busy.add(button);
    button.setAttribute("aria-busy", "true");
    try {
      const row = await ask(form.dataset.method || "POST", url, said(form, submitter));
      refuse(form, "");
      sent.delete(form);
      const dialog = form.closest("dialog");
      dialog?.close();
      if (dialog && document.activeElement === document.body) refocus();
      taken(form, row, submitter);
    } catch (unheard) {
      if (unheard.code === "ref_reused") sent.delete(form);
      refuse(form, unheard.message);
    } finally {
      busy.delete(button);
      button.removeAttribute("aria-busy");
    }
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-dialog]");
    if (opener && !guarded) document.getElementById(opener.dataset.dialog).showModal();
    if (event.target.closest?.("[data-shut]")) event.target.closest("dialog").close();
  });
}

// The same words keep the same number: sent twice, they are done once.
function said(form, submitter) {
  const body = {};
  for (const [name, value] of new FormData(form, submitter)) {
    if (KEPT_BACK.includes(name)) continue;
    if (SEVERAL.includes(name)) (body[name] ||= []).push(Number(value));
    else body[name] = NUMBERS.includes(name) ? (value === "" ? null : Number(value)) : value;
  }
  const words = JSON.stringify([submitter?.dataset.act, body]);
  const [before, ref] = sent.get(form) || [];
  const number = before === words ? ref : newRef();
  sent.set(form, [words, number]);
  return { ...body, ref: number };
}

// A form that has gone in the meantime cannot say it any more: then the page does.
export function refuse(form, sentence) {
  const own = form.querySelector("[data-error]");
  const line = own && form.isConnected && !form.closest("[hidden]") ? own : document.getElementById("refused");
  if (!line) return;
  const text = line.querySelector("[data-text]") || line;
  text.textContent = sentence || "";
  line.hidden = !sentence;
}

// Focus stays where it was; if that has gone, it goes to what took its place.
export function keepFocus(act) {
  const held = document.activeElement;
  act();
  const lost = held && held !== document.body && (!held.isConnected || held.closest("[hidden]") || held.disabled);
  if (lost) refocus(held.closest("[data-acts]"));
}

export function refocus(group = document.querySelector("[data-acts]")) {
  if (!group) return;
  const next = [...group.querySelectorAll("button, a[href]")].find((one) => !one.disabled && one.getClientRects().length);
  (next || group).focus({ preventScroll: true });
}
