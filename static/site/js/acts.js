// What is pressed beside a comment: 공감, 거두기, the address, 더 보기. Without this file each is a plain form or link.
import { count, find, takeDown } from "./comment.js";
import { doorOf } from "./composer.js";
import { ask, newRef, say, toast } from "./page.js";

export class Acts {
  constructor(section) {
    this.section = section;
    section.addEventListener("submit", (event) => this.submitted(event));
    section.addEventListener("click", (event) => this.clicked(event));
    this.dialog = section.querySelector("#withdraw-dialog");
  }

  submitted(event) {
    const form = event.target;
    if (!form.matches("[data-support], [data-withdraw]")) return;
    event.preventDefault();
    const id = form.closest("[data-comment]").dataset.comment;
    if (form.matches("[data-support]")) this.support(form.querySelector("button"), id);
    else this.askWithdraw(id, form.closest("details"));
  }

  clicked(event) {
    const copy = event.target.closest("[data-copy]");
    const more = event.target.closest("[data-more]");
    if (copy) {
      event.preventDefault();
      this.copy(copy);
    }
    if (more) {
      event.preventDefault();
      this.more(more);
    }
  }

  async support(button, id) {
    if (button.dataset.busy) return;
    button.dataset.busy = "1";
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", on);
    try {
      const row = await ask(on ? "PUT" : "DELETE", `/api/v1/comments/${id}/reaction/`, { ref: newRef() });
      count(find(id), row.reactions);
    } catch (unheard) {
      button.setAttribute("aria-pressed", !on);
      toast(unheard.message, doorOf(unheard.status, unheard.code));
    } finally {
      delete button.dataset.busy;
    }
  }

  // The menu is shut first, so that focus comes back to a button that is still there.
  askWithdraw(id, menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
    this.dialog.returnValue = "";
    this.dialog.onclose = () => this.dialog.returnValue === "yes" && this.withdraw(id);
    this.dialog.showModal();
  }

  async withdraw(id) {
    try {
      await ask("POST", `/api/v1/comments/${id}/withdraw/`, { ref: newRef() });
      takeDown(find(id), "withdrawn");
      toast(say("withdrawn-done"));
    } catch (unheard) {
      toast(unheard.message, doorOf(unheard.status, unheard.code));
    }
  }

  async copy(link) {
    try {
      await navigator.clipboard.writeText(link.href);
    } catch {
      copyByHand(link.href);
    }
    link.closest("details").open = false;
    link.closest("details").querySelector("summary").focus();
    toast(say("copied"));
  }

  // The same link without a new page: the list is taken out of it, and focus goes to the first new one.
  async more(link) {
    if (link.ariaBusy === "true") return;
    link.ariaBusy = "true";
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const items = [...page.querySelectorAll("#comments > li")].filter((item) => !find(item.dataset.comment));
      document.getElementById("comments").append(...items.map((item) => document.adoptNode(item)));
      const next = page.querySelector("[data-more]");
      if (next) link.href = next.href;
      else link.remove();
      items[0]?.setAttribute("tabindex", "-1");
      items[0]?.focus({ preventScroll: true });
    } catch {
      location.assign(link.href);
    } finally {
      link.ariaBusy = "false";
    }
  }
}

// The clipboard is closed to pages that came over plain http.
function copyByHand(text) {
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
