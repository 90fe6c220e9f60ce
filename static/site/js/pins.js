// The comment on top: laid while its place is in sight, else said; nothing that is read moves.
import { draw, gone } from "./comment.js";
import { doorOf } from "./composer.js";
import { linked } from "./links.js";
import { announce, ask, newRef, say, toast, writing } from "./page.js";

export class Pins {
  // word: how this page calls it, "pinned" by a facilitator or "pinned-here"
  constructor(word) {
    this.word = word;
    this.place = document.getElementById("pinned-place");
    document.addEventListener("submit", (event) => this.pressed(event));
    this.mark(this.now());
  }

  now() {
    return Number(this.place?.firstElementChild?.dataset.pinned) || null;
  }

  hear({ name, data }) {
    if (name === "comment.pinned") this.pin(data);
    else if (name === "comment.unpinned") this.pin(null);
    else if (["comment.hidden", "comment.withdrawn", "comment.blanked"].includes(name)) this.takeOff(data);
    else if (name === "comment.edited") this.mend(data);
  }

  settle(row) {
    if (this.now() !== (row?.id ?? null)) this.pin(row);
  }

  pin(row) {
    if (!this.place || (row && row.id === this.now())) return;
    this.mark(row?.id);
    if (!row) {
      this.place.replaceChildren();
      announce(say("unpinned"));
      return;
    }
    const panel = this.drawn(row);
    const lay = () => {
      this.place.replaceChildren(panel);
      panel.classList.add("fresh");
    };
    announce(say(this.word));
    if (this.place.getBoundingClientRect().top >= 0 && !writing()) lay();
    else toast(say(this.word), { label: say("look"), press: () => { lay(); panel.scrollIntoView({ block: "center" }); } });
  }

  drawn(row) {
    const panel = document.getElementById("pinned-template").content.firstElementChild.cloneNode(true);
    panel.dataset.pinned = row.id;
    const whole = draw({ ...row, parent: null });
    const said = panel.querySelector("[data-part=said]");
    said.replaceChildren(...[".comment-head", ".comment-body", ".gone"].map((one) => whole.querySelector(one)).filter(Boolean));
    for (const link of panel.querySelectorAll("[href*=__id__]")) link.href = link.getAttribute("href").replace("__id__", row.id);
    return panel;
  }

  takeOff({ id, ground }) {
    if (id !== this.now()) return;
    const line = document.createElement("p");
    line.className = "gone";
    line.textContent = gone(ground);
    this.place.querySelector("[data-part=said]").replaceChildren(line);
  }

  mend(row) {
    if (row.id === this.now()) this.place.querySelector("[data-field=body]").replaceChildren(...linked(row.body));
  }

  // The button under the pinned comment says what pressing it would do now.
  mark(id) {
    for (const form of document.querySelectorAll("#comments [data-pin]")) form.hidden = form.closest("[data-comment]").dataset.comment === String(id);
  }

  pressed(event) {
    const form = event.target;
    if (form.matches("[data-pin]")) this.act(event, form, "POST", form.closest("[data-comment]").dataset.comment);
    else if (form.matches("[data-unpin]")) this.act(event, form, "DELETE", this.now());
  }

  async act(event, form, method, id) {
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    try {
      await ask(method, `/api/v1/comments/${id}/pin/`, { ref: newRef() });
    } catch (unheard) {
      toast(unheard.message, doorOf(unheard.status, unheard.code));
    } finally {
      delete form.dataset.busy;
    }
  }
}
