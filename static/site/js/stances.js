// For, against or curious: nothing has to be chosen, and what is pressed again is chosen no longer.
import { store, stored } from "./page.js";

function choices(form) {
  return form.querySelectorAll("[name=stance]");
}

export function stanceOf(form) {
  return form.querySelector("[name=stance]:checked")?.value;
}

export function restoreStance(form) {
  const kept = stored(`stance:${form.dataset.composer}`);
  for (const choice of choices(form)) if (choice.value === kept || choice.checked) choose(choice);
}

export function saveStance(form) {
  store(`stance:${form.dataset.composer}`, stanceOf(form) || "");
}

export function press(choice) {
  if (choice.dataset.was) {
    choice.checked = false;
    delete choice.dataset.was;
  } else choose(choice);
  saveStance(choice.form);
}

export function dropStance(form) {
  for (const choice of choices(form)) {
    choice.checked = false;
    delete choice.dataset.was;
  }
  saveStance(form);
}

function choose(choice) {
  choice.checked = true;
  for (const other of choices(choice.form)) delete other.dataset.was;
  choice.dataset.was = "1";
}
