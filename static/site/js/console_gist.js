// 발언 요지. One field that sends with Enter, never in the middle of a syllable; quick phrases go where the hand is writing.
import { Kept } from "./kept.js";

let composing = false;
let kept = null;

// The form is drawn anew for each item: what was typed for one never goes to the next.
export function gistForm() {
  const form = document.getElementById("gist-form");
  if (!form || form.dataset.kept) return;
  form.dataset.kept = "1";
  kept = new Kept(form);
  kept.turn(`gist:${form.dataset.row}`);
}

export function gistTaken(form) {
  if (form.id !== "gist-form") return;
  kept?.done();
  document.getElementById("gist-words").focus({ preventScroll: true });
}

document.addEventListener("compositionstart", () => (composing = true));
document.addEventListener("compositionend", () => (composing = false));

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (field.id !== "gist-words" || event.key !== "Enter" || event.shiftKey) return;
  if (event.isComposing || composing) return;
  event.preventDefault();
  if (field.value.trim()) field.form.requestSubmit(field.form.querySelector(".gist-row button"));
});

document.addEventListener("click", (event) => {
  const phrase = event.target.closest?.("[data-phrase]");
  if (!phrase) return;
  event.preventDefault();
  const words = document.getElementById("gist-words");
  const before = words.value.slice(0, words.selectionStart);
  const gap = before && !/\s$/.test(before) ? " " : "";
  words.setRangeText(gap + phrase.value, words.selectionStart, words.selectionEnd, "end");
  words.dispatchEvent(new Event("input", { bubbles: true }));
  words.focus();
});
