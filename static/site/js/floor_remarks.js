// 서면 발언. What members write on an item: nothing is sent in the middle of a syllable,
// and nothing is cleared before the house has taken it.
import { fill, lay } from "./fill.js";
import { ask, newRef, say, store, stored } from "./page.js";

const SAVE_MS = 300;
const NEAR_END = 60;

export class Remarks {
  constructor(rows) {
    this.list = document.getElementById("remarks");
    this.middle = document.getElementById("middle");
    this.pill = document.getElementById("pill");
    this.form = document.getElementById("remark-form");
    this.target = null;
    this.waiting = 0;
    this.take(rows);
  }

  take(rows) {
    this.rows = new Map((rows || []).map((row) => [row.id, row]));
  }

  // Who may no longer write here keeps what was typed, to be read and copied.
  clear() {
    this.rows.clear();
    if (this.form) this.shut();
  }

  shut() {
    const { form, key } = this;
    const field = form.elements.body;
    this.over = true;
    form.hidden = !field.value;
    if (key) this.save();
    field.readOnly = true;
    form.querySelector("[data-send]").hidden = true;
    const note = form.querySelector("[data-error]");
    form.classList.add("kept");
    note.textContent = say("m-kept");
    note.hidden = form.hidden;
  }

  hear(rows, sitting) {
    const away = this.middle && this.middle.scrollHeight - this.middle.scrollTop - this.middle.clientHeight > NEAR_END;
    for (const data of rows) {
      const row = data?.remark || data;
      if (!row?.id || this.rows.has(row.id)) continue;
      this.rows.set(row.id, row);
      if (!this.sending && away) this.waiting += 1;
    }
    this.draw(sitting);
  }

  // Of the item on the floor; of all, where none is.
  draw(sitting) {
    const { current } = sitting;
    const shown = [...this.rows.values()].filter((row) => !current || row.item === current.id).sort((one, other) => one.id - other.id);
    lay(this.list, shown, (item, row) => {
      const { name, badge } = row.author;
      fill(item, { name, badge: badge || "", at: row.at, body: row.body, item_label: current ? "" : sitting.items.get(row.item)?.label || "" });
    });
    document.querySelector("[data-remark-count]").textContent = shown.length;
    document.getElementById("no-remarks").hidden = shown.length > 0;
    if (this.pill) {
      this.pill.hidden = !this.waiting;
      this.pill.querySelector("[data-text]").textContent = say("m-remarks", { n: this.waiting });
    }
    if (this.form && !this.over) this.aim(sitting);
  }

  // What is being written stays with the item it was begun for.
  aim(sitting) {
    const field = this.form.elements.body;
    const item = sitting.items.get(this.target);
    if (!field.value || !item) this.target = (sitting.current || sitting.next || sitting.agenda().at(-1))?.id;
    this.form.hidden = !this.target;
    if (sitting.over) this.shut();
    const label = sitting.items.get(this.target)?.label || "";
    const words = this.form.querySelector("[data-target]");
    if (words.textContent !== label) words.textContent = label;
  }

  listen(meeting) {
    this.pill?.addEventListener("click", () => this.show());
    if (!this.form) return;
    const { form } = this;
    const field = form.elements.body;
    this.key = `remark:${meeting.sitting.meeting.id}`;
    const [target, body] = JSON.parse(stored(this.key) || "[]");
    if (body && !field.value) {
      field.value = body;
      this.target = target;
    }
    this.draw(meeting.sitting);
    let composing = false;
    field.addEventListener("compositionstart", () => (composing = true));
    field.addEventListener("compositionend", () => (composing = false));
    field.addEventListener("input", () => {
      this.refuse("");
      this.count();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), SAVE_MS);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) form.requestSubmit();
    });
    for (const leaving of ["pagehide", "visibilitychange"]) addEventListener(leaving, () => this.save());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (composing) field.addEventListener("compositionend", () => setTimeout(() => form.requestSubmit()), { once: true });
      else if (!this.sending && !this.over) this.send(meeting);
    });
    this.count();
  }

  async send(meeting) {
    const { form } = this;
    const field = form.elements.body;
    const body = field.value.replace(/\r\n?/g, "\n").normalize("NFC").trim();
    const over = this.count();
    if (!body || over > 0) {
      this.refuse(body ? say("m-too-long", { n: over }) : say("m-remark-empty"));
      return;
    }
    this.save();
    this.busy(true);
    try {
      const row = await ask("POST", `/api/v1/agenda-items/${this.target}/remarks/`, { ref: this.ref(body), body });
      this.rows.set(row.id, row);
      field.value = "";
      store(this.key, "");
      store(`${this.key}:ref`, "");
      this.refuse("");
      this.count();
      this.draw(meeting.sitting);
      document.getElementById(`remark-${row.id}`)?.scrollIntoView({ block: "nearest" });
    } catch (unheard) {
      if (unheard.code === "ref_reused") store(`${this.key}:ref`, "");
      this.refuse(unheard.message);
    } finally {
      this.busy(false);
    }
  }

  // The same words keep the same number: a resend is never a second remark.
  ref(body) {
    const said = JSON.stringify([this.target, body]);
    const [ref, of] = JSON.parse(stored(`${this.key}:ref`) || "[]");
    if (ref && of === said) return ref;
    const fresh = newRef();
    store(`${this.key}:ref`, JSON.stringify([fresh, said]));
    return fresh;
  }

  save() {
    clearTimeout(this.timer);
    const body = this.form.elements.body.value;
    store(this.key, body ? JSON.stringify([this.target, body]) : "");
  }

  // How many letters too many: code points after NFC, as the house counts them.
  count() {
    const n = [...this.form.elements.body.value.normalize("NFC").trim()].length;
    const limit = Number(this.form.dataset.limit);
    const note = this.form.querySelector("[data-count]");
    note.hidden = n < limit * 0.8;
    note.textContent = `${n.toLocaleString("ko-KR")} / ${limit.toLocaleString("ko-KR")}`;
    note.classList.toggle("over", n > limit);
    return n - limit;
  }

  refuse(sentence) {
    const line = this.form.querySelector("[data-error]");
    line.textContent = sentence;
    line.hidden = !sentence;
    if (sentence) this.form.elements.body.setAttribute("aria-invalid", "true");
    else this.form.elements.body.removeAttribute("aria-invalid");
  }

  busy(busy) {
    this.sending = busy;
    this.form.elements.body.readOnly = busy || Boolean(this.over);
    this.form.querySelector("[data-send]").setAttribute("aria-busy", busy);
  }

  show() {
    const first = [...this.list.children].at(-this.waiting);
    this.waiting = 0;
    this.pill.hidden = true;
    first?.setAttribute("tabindex", "-1");
    first?.focus();
  }
}
