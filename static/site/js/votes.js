// 표결. How a vote looks wherever it stands: how many have voted while it runs, then its sides, its sum and its names.
import { fill, lay } from "./fill.js";

const WIDE = 1000;
const GAP = 3;
const SIDES = ["yes", "no", "abstain"];
const painted = new WeakMap();

export function lookVote(vote) {
  const open = vote.state === "open";
  return {
    ...vote,
    running: open,
    closed: vote.state === "closed",
    void: vote.state === "void",
    untold: !vote.subject,
    called: Boolean(vote.roll?.length),
  };
}

// A row that has not changed is not drawn again: three hundred names are in it.
export function paintVote(node, vote) {
  if (painted.get(node) === vote) return;
  painted.set(node, vote);
  const look = lookVote(vote);
  fill(node, look);
  drawSides(node.querySelector("[data-sides]"), look);
  const candidates = node.querySelector("[data-candidates]");
  candidates.hidden = !vote.candidates?.length;
  lay(candidates, (vote.candidates || []).map((one) => ({ ...one, id: one.order })), (item, row) => fill(item, { ...row, counted: row.votes !== null }));
  lay(node.querySelector("[data-roll]"), (vote.roll || []).map((one) => ({ ...one, id: one.seat })), paintCalled);
}

export function paintCalled(item, row) {
  fill(item, { ...row, ...Object.fromEntries(SIDES.map((side) => [side, row.choice === side])), silent: !row.choice, waiting: !row.choice });
}

// The running sides are on the console alone; here they come with the result.
function drawSides(place, vote) {
  const told = !vote.running && vote.yes !== null;
  place.hidden = !told;
  if (told) drawBar(place.querySelector("[data-bar]"), vote);
}

// The bar is the number of which the rule takes its share; the tick is what it takes.
export function drawBar(bar, vote) {
  const cast = SIDES.reduce((sum, side) => sum + (vote[side] || 0), 0);
  const whole = Math.max({ present: vote.present, roster: vote.sitting }[vote.majority_of] || cast, cast, 1);
  let from = 0;
  for (const side of SIDES) {
    const part = bar.querySelector(`.${side}`);
    const wide = ((vote[side] || 0) * WIDE) / whole;
    part.setAttribute("x", from);
    part.setAttribute("width", Math.max(wide - GAP, 0));
    from += wide;
  }
  const tick = bar.querySelector(".tick");
  tick.toggleAttribute("hidden", !vote.needed);
  tick.setAttribute("transform", `translate(${((vote.needed || 0) * WIDE) / whole} 0)`);
}
