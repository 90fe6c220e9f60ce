// Seats and figures change in place; nothing is counted up.
import { official, say } from "./page.js";

export class Gauge {
  constructor() {
    this.gauges = document.querySelectorAll("[data-gauge]");
    this.voices = this.number("[data-voices]");
    this.needed = Number(this.gauges[0]?.dataset.needed || 0);
    this.called = Boolean(this.gauges[0]?.dataset.called);
    this.due = "";
  }

  number(selector) {
    return Number(document.querySelector(selector)?.textContent || 0);
  }

  tally({ voices, voices_needed: needed, comments, stances }) {
    if (stances) balance(stances);
    this.voices = voices;
    this.needed = needed || this.needed;
    for (const node of document.querySelectorAll("[data-voices]")) write(node, voices);
    for (const node of document.querySelectorAll("[data-comments]")) write(node, comments);
    this.gauges.forEach((gauge) => this.draw(gauge));
  }

  // The latch: whatever happens to the voices, the promise stays.
  call(due) {
    this.called = true;
    this.due = due;
    this.gauges.forEach((gauge) => this.draw(gauge));
    const when = document.querySelectorAll("[data-mayor-when]");
    if (due) when.forEach((node) => write(node, say("until", { day: official(due, false) })));
  }

  draw(gauge) {
    const full = this.called ? this.needed : this.voices;
    gauge.querySelectorAll("circle.seat").forEach((seat, place) => {
      seat.classList.toggle("on", place < full);
      seat.classList.toggle("next", place === full);
    });
    gauge.querySelector("rect.on")?.setAttribute("width", Math.round((4000 * Math.min(full, this.needed)) / this.needed) / 10);
    const meter = gauge.querySelector("[data-meter]");
    meter.setAttribute("aria-valuenow", this.voices);
    meter.setAttribute("aria-valuemax", Math.max(this.voices, this.needed));
    meter.setAttribute("aria-valuetext", say("meter", { needed: this.needed, n: this.voices }));
    const next = gauge.querySelector("[data-next]");
    next.classList.toggle("called", this.called);
    write(next.querySelector("span"), this.sentence());
    if (this.called && !gauge.dataset.called) this.settle(gauge, next);
  }

  settle(gauge, next) {
    gauge.dataset.called = "1";
    write(gauge.querySelector("[data-of]"), say("people"));
    const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    icon.setAttribute("class", "icon");
    icon.setAttribute("aria-hidden", "true");
    icon.append(document.createElementNS("http://www.w3.org/2000/svg", "use"));
    icon.firstChild.setAttribute("href", "#i-check");
    next.prepend(icon);
    const note = gauge.querySelector(".gauge-note");
    if (note && this.due) write(note, say("due", { day: official(this.due, false) }));
  }

  sentence() {
    if (this.called) return say("called-next");
    const missing = Math.max(this.needed - this.voices, 1);
    return missing === 1 ? say("one-more") : say("more", { n: missing });
  }
}

const BAR = 600;
const GAP = 3;

// People for, against and curious, side by side: the same sums as the tag `balance`.
function balance(stances) {
  const panel = document.querySelector("[data-balance]");
  if (!panel) return;
  const people = Object.values(stances);
  const total = people.reduce((one, other) => one + other, 0);
  const room = BAR - GAP * Math.max(people.filter(Boolean).length - 1, 0);
  let left = 0;
  for (const [stance, many] of Object.entries(stances)) {
    write(panel.querySelector(`[data-people-of=${stance}]`), many);
    const part = panel.querySelector(`rect.${stance}`);
    const width = (room * many) / Math.max(total, 1);
    part.setAttribute("x", left.toFixed(1));
    part.setAttribute("width", width.toFixed(1));
    left += width + (many ? GAP : 0);
  }
}

function write(node, text) {
  if (node && node.textContent !== String(text)) node.textContent = text;
}
