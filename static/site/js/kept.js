// What is typed into a form stays on this machine until the house has taken it, whatever becomes of the page.
import { store, stored } from "./page.js";

const SAVE_MS = 300;
const NOT_TYPED = ["csrfmiddlewaretoken", "next", "ref"];

export class Kept {
  constructor(form) {
    this.form = form;
    this.key = "";
    form.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), SAVE_MS);
    });
    for (const leaving of ["pagehide", "visibilitychange"]) addEventListener(leaving, () => this.timer && this.save());
  }

  // From here on it is typed for something else; what was typed for that before comes back.
  turn(key) {
    if (this.key) {
      if (this.timer) this.save();
      this.form.reset();
    }
    this.key = key;
    for (const [name, value] of JSON.parse(stored(key) || "[]")) {
      const field = this.form.elements[name];
      if (field && !field.value) field.value = value;
    }
  }

  save() {
    clearTimeout(this.timer);
    this.timer = 0;
    const typed = [...new FormData(this.form)].filter(([name, value]) => value && !NOT_TYPED.includes(name));
    store(this.key, typed.length ? JSON.stringify(typed) : "");
  }

  done() {
    clearTimeout(this.timer);
    this.timer = 0;
    store(this.key, "");
    this.form.reset();
  }
}
