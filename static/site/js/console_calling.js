// 호명. The running vote under the secretary's hand: figures as they come, and after each answer the next name that waits.
import { fill } from "./fill.js";
import { guard, keepFocus } from "./press.js";

const CHOICES = { 1: "yes", 2: "no", 3: "abstain" };

export function drawVoting(sitting) {
  const vote = sitting.voting(sitting.current);
  const place = document.getElementById("voting");
  if (!vote || place?.dataset.vote !== String(vote.id)) return;
  fill(place, { cast: vote.cast, asked: vote.asked, ...(vote.yes !== null && { yes: vote.yes, no: vote.no, abstain: vote.abstain }) });
}

// The dialog before the end speaks of the vote that runs.
export function aimClose(sitting, meeting) {
  const vote = sitting.voting(sitting.current);
  const form = document.getElementById("close-form");
  const dialog = document.getElementById("close-dialog");
  if (!vote) return dialog.open && keepFocus(() => dialog.close());
  form.action = `/meetings/${meeting}/votes/${vote.id}/close/`;
  form.dataset.act = `/api/v1/votes/${vote.id}/close/`;
  fill(dialog, { asked: vote.asked, cast: vote.cast });
}

const tiles = () => [...document.querySelectorAll("#calling .call-tile")];
const radioOf = (tile) => tile?.querySelector("input");
const chosen = () => tiles().find((tile) => radioOf(tile).checked);

function name(tile) {
  document.querySelector("[data-called]").textContent = tile?.querySelector(".call-name").textContent || "–";
}

// The next one after this who has not answered; from the top again after the last.
function after(tile) {
  const all = tiles();
  const place = all.indexOf(tile) + 1;
  return [...all.slice(place), ...all.slice(0, place)].find((one) => one.classList.contains("waiting") && one !== tile);
}

// What was pressed is in: on to the next name, with the focus on it.
export function answered(form, choice) {
  if (form.id !== "calling") return;
  const tile = chosen();
  tile?.classList.remove("waiting");
  if (choice) tile?.classList.add(choice);
  call(after(tile), true);
}

function call(tile, focus = false) {
  if (!tile) return;
  radioOf(tile).checked = true;
  delete document.getElementById("calling").dataset.picked;
  name(tile);
  if (focus) radioOf(tile).focus({ preventScroll: true });
  tile.scrollIntoView({ block: "nearest" });
}

// Somebody whose turn it was has voted by telephone: nobody is asked twice, unless the secretary chose the name.
export function settle() {
  const form = document.getElementById("calling");
  if (!form) return;
  const tile = chosen();
  if (tile?.classList.contains("waiting") || form.dataset.picked) return name(tile);
  const next = after(tile);
  if (next) {
    guard();
    call(next, form.contains(document.activeElement));
  } else name(tile);
}

document.addEventListener("change", (event) => {
  const tile = event.target.closest?.("#calling .call-tile");
  if (!tile) return;
  document.getElementById("calling").dataset.picked = "1";
  name(tile);
});

// 1, 2, 3 answer for the name that has the focus; nothing is typed there, so no language is in the way.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("#calling");
  const choice = CHOICES[event.key];
  if (!form || !choice || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector(`button[value=${choice}]`));
});
