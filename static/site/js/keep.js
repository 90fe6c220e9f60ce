// A form that is written for a while: what is typed stays on this machine until the house has taken it.
import { Kept } from "./kept.js";
import { store } from "./page.js";

for (const form of document.querySelectorAll("form[data-keep]")) {
  // What the house sent back into the form is newer than what lies here.
  const kept = new Kept(form);
  if (form.querySelector(".error-summary")) kept.key = form.dataset.keep;
  else kept.turn(form.dataset.keep);
}
for (const taken of document.querySelectorAll("[data-kept-done]")) store(taken.dataset.keptDone, "");
