// The question on the wall: a roll call name by name, a secret vote as a number alone, and in the end the verdict with its sum.
import { fill, lay } from "./fill.js";
import { say } from "./page.js";
import { drawBar } from "./votes.js";

// More names than these cannot be read from ten metres; then the figures stand alone.
const MOST_NAMES = 54;
const SIDES = ["yes", "no", "abstain"];
const AGAINST = ["rejected", "tied"];

const place = (id) => document.getElementById(id);

export function drawVote(vote, item, resolution) {
  place("vote").hidden = !vote;
  const closed = vote?.state === "closed";
  drawVerdict(closed ? vote : null, resolution);
  if (!vote) return;
  const running = vote.state === "open";
  const sides = vote.yes !== null;
  fill(place("vote"), { ...vote, label: item.label, running, counting: running && !sides });
  place("sides").hidden = !sides;
  if (sides) drawBar(place("bar"), { ...vote, needed: vote.needed ?? least(vote) });
  drawRoll(vote.roll || []);
  drawCandidates(vote.candidates || []);
}

// The tick of a running vote; where only those who vote are counted, it moves with them and is not drawn.
function least({ majority, majority_of, present, sitting }) {
  const of = { present, roster: sitting }[majority_of];
  if (of === undefined) return null;
  return { majority: Math.floor(of / 2) + 1, half: Math.ceil(of / 2), two_thirds: Math.ceil((2 * of) / 3), third: Math.ceil(of / 3) }[majority];
}

function drawVerdict(vote, resolution) {
  for (const id of ["verdict", "tally"]) place(id).hidden = !vote;
  place("verdict-number").hidden = !vote || !resolution;
  if (!vote) return;
  place("verdict").textContent = say(`verdict-${vote.result}`);
  place("verdict").classList.toggle("against", AGAINST.includes(vote.result));
  place("verdict").classList.toggle("long", vote.result === "run_off");
  fill(place("tally"), { line: vote.line });
  if (resolution) place("verdict-number").textContent = `${resolution.form_label} · ${resolution.label}`;
}

function drawRoll(roll) {
  const list = place("wall-roll");
  list.hidden = !roll.length || roll.length > MOST_NAMES;
  const rows = list.hidden ? [] : roll.map((one) => ({ ...one, id: one.seat }));
  lay(list, rows, (node, row) => fill(node, { ...row, ...Object.fromEntries(SIDES.map((side) => [side, row.choice === side])), waiting: !row.choice }));
}

function drawCandidates(candidates) {
  const list = place("wall-candidates");
  list.hidden = !candidates.length;
  lay(list, candidates.map((one) => ({ ...one, id: one.order })), (node, row) => fill(node, { ...row, counted: row.votes !== null }));
}
