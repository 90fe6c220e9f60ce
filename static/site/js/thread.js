// The words under a question: events are drawn where nobody is reading, and wait elsewhere.
import { bringBack, count, draw, field, find, mend, place, takeDown } from "./comment.js";
import { keepUnsent } from "./composer.js";
import { announce, ask, official, say, toast, writing } from "./page.js";
import { requote } from "./quotes.js";

const FRESH_ROW_MS = 60000;
const MOST_PAGES = 10;

export class Thread {
  constructor(section, gauge) {
    this.section = section;
    this.gauge = gauge;
    this.list = section.querySelector("#comments");
    this.pill = section.querySelector("#pill");
    this.atHead = Boolean(section.dataset.head);
    this.waiting = new Map();
    this.replies = new Map();
    this.mine = new Set();
    this.sending = 0;
    // The highest number heard in its turn; on a page further back nothing newer is missed.
    this.seen = this.atHead ? Math.max(0, ...this.shown()) : Infinity;
    this.pill.addEventListener("click", () => this.show());
  }

  shown() {
    return [...this.list.querySelectorAll("[data-comment]")].map((item) => Number(item.dataset.comment)).filter(Boolean);
  }

  hear(event) {
    const data = event.data;
    if (!data) return;
    const item = data.id && find(data.id);
    switch (event.name) {
      case "comment.posted": this.posted(data); break;
      case "comment.edited": item ? mend(item, data) : this.mendWaiting(data); requote(data, false); break;
      case "comment.restored": item ? bringBack(item, data) : this.mendWaiting(data); requote(data, false); break;
      case "comment.withdrawn":
      case "comment.blanked":
      case "comment.hidden": item ? takeDown(item, data.ground) : this.forget(data.id); requote(data, true); break;
      case "thread.slowed": this.slow(data.slow_seconds, true); break;
      case "comment.supported":
      case "comment.unsupported": if (item) count(item, data.reactions); break;
      case "mayor.called": this.called(data); break;
      case "thread.closed": this.close(); break;
      case "thread.opened":
      case "question.amended": toast(say("amended"), { label: say("refresh"), href: location.href }); break;
    }
  }

  posted(row) {
    this.seen = Math.max(this.seen, row.id);
    if (find(row.id) || this.mine.has(row.id)) return;
    if (row.parent) this.reply(row);
    else this.waiting.set(row.id, row);
    this.update();
  }

  // While one of mine is on its way, nobody can say yet whether this is it.
  update() {
    if (this.sending || !this.pill) return;
    const n = this.waiting.size;
    this.pill.hidden = n === 0;
    this.pill.querySelector("[data-text]").textContent = say("pill", { n });
    announce(n ? say("waiting", { n }) : "", false, "waiting");
  }

  show() {
    if (!this.atHead || this.tooMany) {
      location.assign(this.section.dataset.permalink);
      return;
    }
    const rows = [...this.waiting.values()].sort((one, other) => one.id - other.id);
    this.waiting.clear();
    const items = rows.map((row) => this.insert(row));
    this.update();
    const first = items.at(-1);
    first?.setAttribute("tabindex", "-1");
    const away = this.list.getBoundingClientRect().top < 0;
    first?.focus({ preventScroll: !away });
  }

  insert(row, options) {
    const item = draw(row, options);
    place(this.list, item, true);
    this.freshen(item);
    document.getElementById("empty").hidden = true;
    for (const reply of this.replies.get(row.id)?.values() || []) this.reply(reply);
    return item;
  }

  freshen(item) {
    item.classList.add("fresh-row");
    setTimeout(() => item.classList.remove("fresh-row"), FRESH_ROW_MS);
  }

  reply(row) {
    const known = this.replies.get(row.parent) || new Map();
    this.replies.set(row.parent, known.set(row.id, row));
    const parent = find(row.parent);
    if (!parent) return;
    this.countReplies(parent, 1);
    this.offerReplies(parent, known);
  }

  countReplies(parent, more) {
    const number = field(parent, "replies");
    if (number) number.textContent = Number(number.textContent || 0) + more;
  }

  // Replies count up, and open on press.
  offerReplies(parent, known) {
    let offer = parent.querySelector(":scope > .reply-news");
    if (!offer) {
      offer = document.createElement("button");
      offer.className = "act reply-news";
      offer.type = "button";
      offer.addEventListener("click", () => this.showReplies(parent, known));
      parent.append(offer);
    }
    offer.hidden = known.size === 0;
    offer.textContent = say("new-replies", { n: known.size });
  }

  showReplies(parent, known) {
    const list = parent.querySelector(":scope > .replies");
    const items = [...known.values()].sort((one, other) => one.id - other.id).map((row) => draw(row));
    known.clear();
    items.forEach((item) => place(list, item, false));
    list.hidden = false;
    this.offerReplies(parent, known);
    items.forEach((item) => this.freshen(item));
    items[0]?.setAttribute("tabindex", "-1");
    items[0]?.focus({ preventScroll: true });
  }

  // My own word, once, wherever the news of it came from.
  own(row) {
    this.mine.add(row.id);
    this.waiting.delete(row.id);
    const news = this.replies.get(row.parent);
    if (news?.delete(row.id)) {
      this.countReplies(find(row.parent), -1);
      this.offerReplies(find(row.parent), news);
    }
    if (find(row.id)) return find(row.id);
    if (!row.parent) return this.insert(row, { mine: true });
    const parent = find(row.parent);
    const item = draw(row, { mine: true });
    const list = parent?.querySelector(":scope > .replies");
    if (list) {
      place(list, item, false);
      list.hidden = false;
      this.countReplies(parent, 1);
    }
    this.freshen(item);
    return item;
  }

  mendWaiting(row) {
    for (const rows of [this.waiting, this.replies.get(row.parent)]) if (rows?.has(row.id)) rows.set(row.id, row);
  }

  forget(id) {
    this.waiting.delete(id);
    for (const [parent, rows] of this.replies) {
      if (rows.delete(id) && find(parent)) {
        this.countReplies(find(parent), -1);
        this.offerReplies(find(parent), rows);
      }
    }
    this.update();
  }

  // The room as it is now; what was open meanwhile and is older than the snapshot is read again, too.
  async snapshot(whole) {
    const rows = [...whole.comments];
    const oldest = Math.min(...this.shown(), ...this.waiting.keys(), this.seen);
    let next = `/api/v1/threads/${this.section.dataset.thread}/comments/?limit=100`;
    const lowest = () => Math.min(...rows.map((row) => row.id));
    for (let page = 0; next && rows.length && lowest() > oldest && page < MOST_PAGES; page += 1) {
      const more = await ask("GET", next);
      rows.push(...more.results);
      next = more.next;
    }
    this.tooMany = Boolean(next) && rows.length > 0 && lowest() > this.seen;
    const unique = [...new Map(rows.map((row) => [row.id, row])).values()].sort((one, other) => one.id - other.id);
    for (const row of unique) this.settle(row);
    this.slow(whole.thread.slow_seconds);
    this.gauge.tally(whole.tally);
    if (whole.thread.mayor_called_at && !this.gauge.called) this.called(whole.thread);
    this.update();
  }

  settle(row) {
    const item = find(row.id);
    requote(row, row.hidden);
    if (item && !row.hidden && !field(item, "body")) bringBack(item, row);
    else if (item) mend(item, row);
    else if (row.hidden) this.forget(row.id);
    else if (this.waiting.has(row.id) || this.replies.get(row.parent)?.has(row.id)) this.mendWaiting(row);
    else if (row.id > this.seen) this.posted(row);
  }

  // How long everybody rests between two words: said where one writes.
  slow(seconds, aloud = false) {
    const note = this.section.querySelector("[data-slow-note]");
    if (!note) return;
    note.hidden = !seconds;
    note.querySelector("[data-slow-seconds]").textContent = seconds;
    if (aloud) announce(seconds ? say("slowed", { n: seconds }) : say("unslowed"));
  }

  called(data) {
    const sentence = say("called", { n: this.gauge.needed });
    this.gauge.call(data.answer_due);
    announce(sentence, true);
    const head = document.getElementById("latch-place");
    if (head.firstElementChild) return;
    const banner = document.getElementById("latch-template").content.firstElementChild.cloneNode(true);
    banner.querySelector("[data-called-at]").textContent = official(data.mayor_called_at);
    banner.querySelector("[data-answer-due]").textContent = official(data.answer_due, false);
    banner.classList.add("fresh");
    const lay = () => head.replaceChildren(banner);
    if (scrollY < 200 && !writing()) lay();
    else toast(sentence, { label: say("look"), press: () => { lay(); banner.scrollIntoView({ block: "center" }); } });
  }

  close() {
    this.section.dataset.status = "closed";
    keepUnsent(this.section, () => {
      const band = document.getElementById("closed-template").content.cloneNode(true);
      document.getElementById("composer").replaceChildren(band);
      for (const node of this.list.querySelectorAll(".reply-box")) node.remove();
    });
    for (const button of this.list.querySelectorAll("[data-support] button")) button.disabled = true;
    document.body.classList.remove("has-dock");
    const pause = this.section.querySelector("#pause");
    pause.hidden = pause.getAttribute("aria-pressed") !== "true";
    announce(document.getElementById("closed").textContent.trim());
  }
}
