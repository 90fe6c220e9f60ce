// A proposal while it is written: kept on this machine at once, and by the house a moment later.
import { ask, newRef, store, stored } from "./page.js";
import { Similar } from "./similar.js";

const HERE_MS = 300;
const HOUSE_MS = 2000;
const FIELDS = ["title", "body", "category", "dong", "place", "tags"];

class Sheet {
  constructor(form) {
    this.form = form;
    this.note = form.querySelector("[data-save-note]");
    this.conflict = document.getElementById("draft-conflict");
    this.ref = newRef();
    this.saved = JSON.stringify(this.words());
    form.addEventListener("input", (event) => this.typed(event));
    form.addEventListener("submit", (event) => this.submit(event));
    for (const leaving of ["pagehide", "visibilitychange"]) addEventListener(leaving, () => this.timer && this.keep());
    this.conflict.querySelector("[data-take-newer]").addEventListener("click", () => this.takeNewer());
    this.conflict.querySelector("[data-keep-mine]").addEventListener("click", () => this.keepMine());
    this.count();
    this.restore();
  }

  get key() {
    return `proposal:${this.form.dataset.key || "new"}`;
  }

  get savedAt() {
    return this.form.elements.saved_at?.value || "";
  }

  set savedAt(at) {
    let field = this.form.elements.saved_at;
    if (!field) {
      field = Object.assign(document.createElement("input"), { type: "hidden", name: "saved_at" });
      this.form.append(field);
    }
    field.value = at;
  }

  words() {
    return Object.fromEntries(FIELDS.map((name) => [name, this.form.elements[name].value]));
  }

  fill(words) {
    for (const name of FIELDS) if (name in words) this.form.elements[name].value = words[name];
    this.count();
  }

  // What was typed here and never reached the house comes back, unless somebody went on with it elsewhere.
  restore() {
    const kept = JSON.parse(stored(this.key) || "null");
    if (this.form.dataset.key && sameWords(JSON.parse(stored("proposal:new") || "null"), this.words())) store("proposal:new", "");
    if (!kept || sameWords(kept, this.words())) return store(this.key, "");
    if (document.getElementById("problem")) return undefined; // the refused words stand in the form already
    if (!sameTime(kept.base, this.savedAt)) {
      this.theirs = kept.words;
      this.conflict.hidden = false;
      return undefined;
    }
    this.fill(kept.words);
    document.getElementById("draft-restored").hidden = false;
    return this.soon();
  }

  typed(event) {
    this.count();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), HERE_MS);
    if (!event.isComposing) this.soon();
  }

  keep() {
    clearTimeout(this.timer);
    this.timer = 0;
    const here = store(this.key, JSON.stringify({ base: this.savedAt, words: this.words() }));
    if (here && !this.form.dataset.signedIn) this.say("local");
  }

  soon() {
    clearTimeout(this.later);
    this.later = setTimeout(() => this.save(), HOUSE_MS);
  }

  async save() {
    const words = this.words();
    const now = JSON.stringify(words);
    if (!this.form.dataset.signedIn || !this.conflict.hidden || now === this.saved) return;
    if (!words.title.trim() && !words.body.trim()) return;
    if (this.saving) return this.soon();
    this.say("saving");
    this.saving = this.send(words).then((row) => this.took(row, now), (unheard) => this.refused(unheard));
    await this.saving;
    this.saving = null;
  }

  send({ dong, tags, ...words }) {
    const said = { ...words, neighborhood: dong ? Number(dong) : null, tags: tags.split(/[,#]/).map((tag) => tag.trim()).filter(Boolean) };
    const { key } = this.form.dataset;
    if (!key) return ask("POST", "/api/v1/proposals/", { ref: this.ref, ...said });
    return ask("PATCH", `/api/v1/proposals/drafts/${key}/`, { ref: newRef(), saved_at: this.savedAt, ...said });
  }

  took(row, now) {
    this.savedAt = row.saved_at;
    this.saved = now;
    if (!this.form.dataset.key) this.become(row.key || row.id);
    if (JSON.stringify(this.words()) === now) {
      clearTimeout(this.timer);
      this.timer = 0;
      store(this.key, "");
    }
    this.say("saved");
  }

  // The first words have become a draft: the same sheet, at an address of its own.
  become(key) {
    store("proposal:new", "");
    this.form.dataset.key = key;
    this.form.action = `/proposals/drafts/${key}/`;
    this.form.elements.ref.value = newRef();
    history.replaceState(null, "", `/proposals/drafts/${key}/`);
  }

  refused({ status, code }) {
    this.keep();
    this.say("lost");
    if (code === "draft_changed") this.conflict.hidden = false;
    else if (status === 0 || status >= 500 || status === 429) this.soon();
  }

  takeNewer() {
    store(this.key, "");
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.theirs) {
      this.conflict.hidden = true; // the newer words stand in the form
      this.form.elements.body.focus();
    } else location.reload();
  }

  async keepMine() {
    if (this.theirs) this.fill(this.theirs);
    else this.savedAt = (await ask("GET", `/api/v1/proposals/drafts/${this.form.dataset.key}/`)).saved_at;
    this.theirs = null;
    this.conflict.hidden = true;
    this.form.elements.body.focus();
    this.save();
  }

  // What is on its way to the house first arrives: else the press would be older than our own last save.
  async submit(event) {
    clearTimeout(this.later);
    this.keep();
    if (!this.saving) return;
    event.preventDefault();
    await this.saving;
    this.form.requestSubmit(event.submitter);
  }

  say(name) {
    this.note.textContent = this.note.dataset[name];
  }

  count() {
    const { title, body } = this.form.elements;
    for (const field of [title, body]) {
      const n = [...field.value.normalize("NFC").trim()].length;
      const line = field.parentElement.querySelector("[data-count]");
      if (!line) continue;
      line.textContent = n.toLocaleString("ko-KR");
      line.classList.toggle("over", n > Number(field.dataset.limit));
    }
  }
}

// The same moment may be written on two clocks.
function sameTime(one, other) {
  return one === other || new Date(one).getTime() === new Date(other).getTime();
}

function sameWords(kept, words) {
  return Boolean(kept) && FIELDS.every((name) => (kept.words[name] || "") === (words[name] || ""));
}

const form = document.getElementById("write");
new Sheet(form);
new Similar(form, document.querySelector("[data-similar]"));
document.getElementById("problem")?.focus();
