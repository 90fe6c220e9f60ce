// 거수. The sum under the hands, while they are counted: nobody has to know by heart how many it takes.
import { say } from "./page.js";

export class Arithmetic {
  constructor(form) {
    this.form = form;
    this.line = form.querySelector("#arith");
    this.quorum = { present: 0, carries: 0 };
    form.addEventListener("input", () => this.draw());
    form.addEventListener("reset", () => setTimeout(() => this.draw()));
  }

  draw(quorum) {
    if (quorum) this.quorum = quorum;
    const { form, quorum: { present, carries: least } } = this;
    const hands = form.elements.method.value === "hands";
    form.querySelector("#hands").hidden = !hands;
    const [yes, no, abstain] = ["yes", "no", "abstain"].map((name) => {
      const field = form.elements[name];
      field.disabled = !hands;
      field.required = hands;
      field.max = present;
      return field.value;
    });
    const lines = [say("m-arith", { present, share: form.dataset.shareLabel, needed: least })];
    const many = Number(yes) + Number(no) + Number(abstain) > present;
    if (many) lines.push(say("m-many", { present }));
    else if (yes !== "") lines.push(say(Number(yes) >= least ? "m-enough" : "m-not-enough", { yes, needed: least }));
    this.line.classList.toggle("over", many);
    if (this.line.textContent !== lines.join(" ")) this.line.textContent = lines.join(" ");
  }
}
