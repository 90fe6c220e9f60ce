// How far one has read: with an account the house remembers it, without one this device does.
import { ask, say, store, stored } from "./page.js";

const MOST = 100;

export class Reading {
  constructor(section, list) {
    this.section = section;
    this.list = list;
    this.url = `/api/v1/threads/${section.dataset.thread}/read/`;
    this.key = `read:${section.dataset.thread}`;
    this.signed = Boolean(section.dataset.signed);
    this.upto = 0;
    this.begin();
  }

  numbers() {
    return [...this.list.children].map((item) => Number(item.dataset.comment)).filter(Boolean);
  }

  // Only where the newest stand on top is everything below a line older.
  async begin() {
    if (this.section.dataset.order !== "newest" || !this.section.dataset.head) return;
    const first = this.list.firstElementChild;
    const mark = await this.asked();
    this.upto = mark.comment || 0;
    if (mark.comment) this.show(mark);
    if (first) this.watch(first);
    addEventListener("pagehide", () => this.keep());
  }

  async asked() {
    if (!this.signed) return { comment: Number(stored(this.key)) || null, fresh: null };
    return ask("GET", this.url).catch(() => ({ comment: null }));
  }

  show({ comment, fresh }) {
    const numbers = this.numbers();
    const since = numbers.filter((id) => id > comment).length;
    const n = fresh ?? since;
    if (!n) return;
    const line = this.section.querySelector("[data-fresh]");
    line.hidden = false;
    line.textContent = say(n >= MOST ? "fresh-many" : "fresh-since", { n });
    const below = [...this.list.children].find((item) => item.dataset.comment && Number(item.dataset.comment) <= comment);
    if (!below || !since) return;
    below.before(document.getElementById("read-template").content.cloneNode(true));
  }

  // What was never in sight was not read.
  watch(first) {
    new IntersectionObserver((entries, observer) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      this.seen = true;
      this.keep();
    }).observe(first);
  }

  keep() {
    const newest = Math.max(0, ...this.numbers());
    if (!this.seen || newest <= this.upto) return;
    this.upto = newest;
    if (this.signed) ask("PUT", this.url, { comment: newest }).catch(() => {});
    else store(this.key, String(newest));
  }
}
