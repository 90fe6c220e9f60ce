// 공감 for a proposal: the large seats and the button turn in place, and the latch opens once.
import { doorOf } from "./composer.js";
import { ask, newRef, official } from "./page.js";

const words = document.getElementById("proposal-words")?.content;

// The sentence of that name, as page.js has it for the talk.
export function tell(name, values = {}) {
  const sentence = words?.querySelector(`[data-word="${name}"]`)?.textContent || "";
  return sentence.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

export class Supports {
  // turned: what the page does when the latch has closed
  constructor(panel, turned = () => {}) {
    this.panel = panel;
    this.turned = turned;
    this.needed = Number(panel.dataset.needed);
    this.called = Boolean(panel.dataset.called);
    this.form = panel.querySelector("[data-support-proposal]");
    this.form?.addEventListener("submit", (event) => this.press(event));
  }

  part(name) {
    return this.panel.querySelector(`[data-${name}]`);
  }

  draw({ supports, supports_needed: needed, review_called_at: called }) {
    this.needed = needed || this.needed;
    write(this.part("supports-count"), supports);
    const meter = this.part("supports-meter");
    meter.setAttribute("aria-valuenow", supports);
    meter.setAttribute("aria-valuemax", Math.max(supports, this.needed));
    meter.setAttribute("aria-valuetext", tell("meter", { needed: this.needed, n: supports }));
    const closing = Boolean(called) && !this.called;
    if (closing) this.close(called);
    const full = this.called ? this.needed : supports;
    meter.querySelectorAll("circle.seat").forEach((seat, place) => {
      seat.classList.toggle("on", place < full);
      seat.classList.toggle("next", place === full);
    });
    const missing = Math.max(this.needed - supports, 1);
    if (!this.called) write(this.part("supports-next"), missing === 1 ? tell("one-more") : tell("more", { n: missing }));
    if (closing) this.turned();
  }

  // Whatever is taken back from now on, the promise stays.
  close(at) {
    this.called = true;
    this.panel.dataset.called = "1";
    write(this.part("supports-of"), tell("of"));
    this.part("supports-over").hidden = false;
    this.part("supports-note")?.remove();
    write(this.part("supports-next"), tell("opened", { at: official(at), n: this.needed }));
    this.mark(this.pressed());
  }

  button() {
    return this.form.querySelector("button");
  }

  pressed() {
    return this.form ? this.button().getAttribute("aria-pressed") === "true" : false;
  }

  // After the latch an agreement stands: the button says so and takes no press.
  mark(on) {
    if (!this.form) return;
    const button = this.button();
    button.setAttribute("aria-pressed", on);
    button.classList.toggle("primary", !on);
    button.setAttribute("aria-disabled", on && this.called);
    write(button.querySelector("[data-text]"), tell(on ? "supported" : "support"));
    write(this.part("support-hint"), on && !this.called ? tell("again") : "");
  }

  async press(event) {
    event.preventDefault();
    const on = this.pressed();
    if (this.busy || (on && this.called)) return;
    this.busy = true;
    this.mark(!on);
    try {
      const row = await ask(on ? "DELETE" : "PUT", `/api/v1/proposals/${this.panel.dataset.supports}/support/`, { ref: newRef() });
      this.refuse("");
      this.draw(row);
    } catch (unheard) {
      this.mark(on);
      this.refuse(unheard.code === "sign_in_needed" ? tell("sign-in") : unheard.message, doorOf(unheard.status, unheard.code));
    } finally {
      this.busy = false;
    }
  }

  refuse(sentence, door = null) {
    const line = this.part("error");
    line.hidden = !sentence;
    line.textContent = sentence;
    if (!door) return;
    const link = document.createElement("a");
    link.href = door.href;
    link.textContent = door.label;
    line.append(" ", link);
  }
}

function write(node, text) {
  if (node && node.textContent !== String(text)) node.textContent = text;
}
