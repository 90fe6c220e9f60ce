// Where people write: the draft is kept, Korean is never cut in the middle of a syllable,
// and nothing is cleared before the house has taken it.
import { draw } from "./comment.js";
import { ask, newRef, say, store, stored, toast } from "./page.js";
import { quoteOf } from "./quotes.js";
import { dropStance, press, restoreStance, stanceOf } from "./stances.js";

const SAVE_MS = 300;

export class Composer {
  constructor(section, thread) {
    this.section = section;
    this.thread = thread;
    this.url = `/api/v1/threads/${section.dataset.thread}/comments/`;
    this.composing = new WeakSet();
    this.sending = new WeakSet();
    this.timers = new Map();
    const on = (name, act) => section.addEventListener(name, (event) => {
      const form = event.target.closest?.("form[data-composer]");
      if (form) act(form, event);
    });
    on("input", (form) => this.typed(form));
    on("compositionstart", (form) => this.composing.add(form));
    on("compositionend", (form) => this.composing.delete(form));
    section.addEventListener("click", (event) => event.target.matches("[name=stance]") && press(event.target));
    on("keydown", (form, event) => this.key(form, event));
    on("submit", (form, event) => this.submit(form, event));
    section.addEventListener("toggle", (event) => this.opened(event.target), true);
    for (const form of section.querySelectorAll("form[data-composer]")) this.restore(form);
    this.dock(section.querySelector("form.dock"));
    for (const leaving of ["pagehide", "visibilitychange"]) addEventListener(leaving, () => this.saveAll());
  }

  opened(details) {
    if (!details.matches(".reply-box") || !details.open) return;
    const form = details.querySelector("form");
    this.restore(form);
    form.elements.body.focus();
  }

  restore(form) {
    const kept = stored(`draft:${form.dataset.composer}`);
    if (kept && !form.elements.body.value) form.elements.body.value = kept;
    restoreStance(form);
    this.count(form);
  }

  typed(form) {
    this.count(form);
    this.refuse(form, "");
    clearTimeout(this.timers.get(form));
    this.timers.set(form, setTimeout(() => this.save(form), SAVE_MS));
  }

  // A telephone may be put away, and a page reloaded, in the middle of a word.
  saveAll() {
    for (const form of [...this.timers.keys()]) this.save(form);
  }

  save(form) {
    clearTimeout(this.timers.get(form));
    this.timers.delete(form);
    const saved = store(`draft:${form.dataset.composer}`, form.elements.body.value);
    const note = form.querySelector("[data-saved]");
    if (note) note.hidden = !saved || !form.elements.body.value;
  }

  // Code points after NFC, as the house counts them.
  count(form) {
    const n = [...words(form)].length;
    const number = form.querySelector("[data-count]");
    number.textContent = n.toLocaleString("ko-KR");
    number.classList.toggle("over", n > Number(form.dataset.limit));
    return n;
  }

  key(form, event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) form.requestSubmit();
    if (event.key === " " && event.target.matches("[name=stance]:checked")) {
      event.preventDefault();
      press(event.target);
    }
    if (event.key === "Escape" && form.classList.contains("open")) this.shut(form);
  }

  submit(form, event) {
    event.preventDefault();
    if (this.sending.has(form)) return;
    if (this.composing.has(form)) {
      form.addEventListener("compositionend", () => setTimeout(() => form.requestSubmit()), { once: true });
      return;
    }
    this.save(form);
    const over = this.count(form) - Number(form.dataset.limit);
    if (!words(form)) this.refuse(form, say("empty"));
    else if (over > 0) this.refuse(form, say("too-long", { n: over }));
    else this.send(form, words(form));
  }

  async send(form, body) {
    const said = { body, parent: form.elements.parent ? Number(form.elements.parent.value) : null };
    if (stanceOf(form)) said.stance = stanceOf(form);
    if (form.elements.quote?.value) said.quote = Number(form.elements.quote.value);
    const ghost = this.ghost(said);
    this.busy(form, true);
    this.thread.sending += 1;
    try {
      const row = await ask("POST", this.url, { ref: this.ref(form, JSON.stringify(said)), ...said });
      ghost.remove();
      this.accepted(form, row);
    } catch (unheard) {
      ghost.remove();
      this.refused(form, unheard);
    } finally {
      this.thread.sending -= 1;
      this.busy(form, false);
      this.thread.update();
    }
  }

  // The same words keep the same number, also after the page was closed: a resend is never a second comment.
  ref(form, said) {
    const key = `ref:${form.dataset.composer}`;
    const [ref, of] = JSON.parse(stored(key) || "[]");
    if (ref && of === said) return ref;
    const fresh = newRef();
    store(key, JSON.stringify([fresh, said]));
    return fresh;
  }

  // What I wrote stands in its place at once, still pale.
  ghost({ body, parent, stance = "", quote = null }) {
    const { meName: name, meDong: dong, meSeat: badge } = this.section.dataset;
    const row = { id: "new", author: { name: name || "", badge }, dong, body, parent, stance, quote: quoteOf(quote), posted_at: new Date().toISOString(), reactions: 0 };
    const item = draw(row, { mine: true });
    item.removeAttribute("data-comment");
    item.classList.add("sending");
    item.inert = true;
    item.querySelector("time").textContent = say("sending");
    const list = parent ? document.querySelector(`#comment-${parent} > .replies`) : this.thread.list;
    if (!parent) list.prepend(item);
    else list.append(item);
    list.hidden = false;
    return item;
  }

  accepted(form, row) {
    this.thread.own(row);
    form.elements.body.value = "";
    clearTimeout(this.timers.get(form));
    this.timers.delete(form);
    store(`draft:${form.dataset.composer}`, "");
    store(`ref:${form.dataset.composer}`, "");
    this.unsaid(form);
    form.querySelector("[data-saved]").hidden = true;
    this.count(form);
    this.refuse(form, "");
    this.shut(form);
    const box = form.closest(".reply-box");
    if (box) {
      box.open = false;
      box.querySelector("summary").focus();
    }
    toast(say("posted"), { label: say("look"), press: () => document.getElementById(`comment-${row.id}`)?.scrollIntoView({ block: "center" }) });
  }

  // The next word begins without a stance and without a quote.
  unsaid(form) {
    dropStance(form);
    if (!form.elements.quote) return;
    form.elements.quote.value = "";
    form.querySelector("[data-quoting-place]").hidden = true;
  }

  refused(form, { status, code, message }) {
    if (code === "ref_reused") store(`ref:${form.dataset.composer}`, "");
    this.refuse(form, code === "sign_in_needed" ? say("sign-in") : message, doorOf(status, code));
  }

  refuse(form, sentence, door = null) {
    const line = form.querySelector("[data-error]");
    line.hidden = !sentence;
    line.textContent = sentence;
    if (sentence) form.elements.body.setAttribute("aria-invalid", "true");
    else form.elements.body.removeAttribute("aria-invalid");
    if (!door) return;
    const link = document.createElement("a");
    link.href = door.href;
    link.textContent = door.label;
    line.append(" ", link);
  }

  busy(form, busy) {
    if (busy) this.sending.add(form);
    else this.sending.delete(form);
    form.elements.body.readOnly = busy;
    form.querySelector("button.primary").disabled = busy;
  }

  // On a telephone the field stands at the foot, and grows into a sheet above the keyboard.
  dock(form) {
    if (!form) return;
    form.addEventListener("focusin", () => form.classList.add("open"));
    form.addEventListener("focusout", ({ relatedTarget: next }) => next && !form.contains(next) && this.shut(form));
    form.querySelector("[data-close]").addEventListener("click", () => this.shut(form));
    document.addEventListener("pointerdown", (event) => form.contains(event.target) || this.shut(form));
    const lift = () => {
      const hidden = Math.max(0, innerHeight - visualViewport.height - visualViewport.offsetTop);
      document.documentElement.style.setProperty("--keyboard", `${hidden}px`);
    };
    window.visualViewport?.addEventListener("resize", lift);
  }

  shut(form) {
    if (!form.classList.contains("open")) return;
    form.classList.remove("open");
    if (form.contains(document.activeElement)) document.activeElement.blur();
  }
}

// Where somebody goes who may not do this yet.
export function doorOf(status, code) {
  const next = encodeURIComponent(location.pathname + location.search);
  if (code === "verification_needed") return { label: say("verify-do"), href: `/me/verify/?next=${next}` };
  if (status === 401 || code === "sign_in_needed") return { label: say("sign-in-do"), href: `/accounts/login/?next=${next}` };
  return null;
}

function words(form) {
  return form.elements.body.value.replace(/\r\n?/g, "\n").normalize("NFC").trim();
}

// The door shuts while somebody writes: the words stay where they can be read and copied.
export function keepUnsent(section, shut) {
  const fields = [...section.querySelectorAll("form[data-composer] textarea")].filter((field) => field.value.trim());
  const held = fields.includes(document.activeElement);
  shut();
  const place = document.getElementById("kept-words");
  if (!fields.length) place?.parentElement.remove();
  if (!place || !fields.length) return;
  place.value = fields.map((field) => field.value).join("\n\n");
  place.parentElement.hidden = false;
  if (held) place.focus({ preventScroll: true });
}
