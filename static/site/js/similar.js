// Proposals like the one that is being written: looked up while the title is typed, never in the middle of a syllable.
import { announce } from "./page.js";

const WAIT_MS = 500;
const FEWEST_LETTERS = 3;
const PHONE = matchMedia("(max-width: 899px)");

export class Similar {
  constructor(form, section) {
    this.form = form;
    this.section = section;
    this.home = section.parentElement;
    this.asked = "";
    const { title, body } = form.elements;
    title.addEventListener("input", (event) => event.isComposing || this.soon());
    title.addEventListener("compositionend", () => this.soon());
    // Beside the sheet it moves nothing that is typed; under the title it would push the words away.
    body.addEventListener("change", () => PHONE.matches || this.soon());
    PHONE.addEventListener("change", () => this.settle());
    this.settle();
  }

  settle() {
    const place = PHONE.matches ? document.querySelector("[data-similar-place]") : this.home;
    if (place !== this.section.parentElement) place.append(this.section);
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), WAIT_MS);
  }

  async look() {
    const title = this.form.elements.title.value.trim();
    const body = this.form.elements.body.value.trim().slice(0, 300);
    const asked = `${title}\n${body}`;
    if (asked === this.asked) return;
    this.asked = asked;
    if ([...title].length < FEWEST_LETTERS) return this.show([]);
    this.away?.abort();
    this.away = new AbortController();
    const query = new URLSearchParams({ title, body });
    if (this.section.dataset.besides) query.set("besides", this.section.dataset.besides);
    try {
      const answer = await fetch(`/api/v1/proposals/similar/?${query}`, { signal: this.away.signal });
      if (answer.ok) this.show((await answer.json()).results);
    } catch {
      // Nobody waits for it: the words are what matters.
    }
    return undefined;
  }

  show(rows) {
    const list = this.section.querySelector("[data-list]");
    list.replaceChildren(...rows.map((row) => this.drawn(row)));
    this.section.hidden = rows.length === 0;
    if (rows.length) announce(this.section.querySelector("h2").textContent, false, "similar");
  }

  drawn(row) {
    const item = this.section.querySelector("template").content.firstElementChild.cloneNode(true);
    const link = item.querySelector("a");
    link.href = row.url;
    link.textContent = row.title;
    item.querySelector("[data-status]").textContent = row.status_label;
    item.querySelector("[data-supports]").textContent = row.supports;
    return item;
  }
}
