// What was moved and voted on one item, and who speaks on it: the same on the gallery's page and on the members'.
import { fill, lay } from "./fill.js";
import { say } from "./page.js";
import { paintVote } from "./votes.js";

// A motion with the name of what it would change, and who seconded it.
export function lookMotion(motion, sitting) {
  const seconders = (motion.seconds || []).map(({ name }) => name);
  const missing = motion.state === "moved" ? Math.max(motion.seconds_needed - seconders.length, 0) : 0;
  return { ...motion, of: sitting.motions.get(motion.amends)?.label || "", seconders: seconders.join(", "), missing };
}

// more(node, look) adds what a page has beside each motion.
export function drawCourse(place, sitting, item, more = () => {}) {
  if (!place) return;
  const [motions, votes, recusals] = [sitting.of("motions", item), sitting.of("votes", item), sitting.standing(item)];
  place.hidden = !motions.length && !votes.length && !recusals.length;
  fill(place, { motion_count: motions.length, vote_count: votes.length, recusal_count: recusals.length });
  drawRecusals(place.querySelector("[data-recusals]"), recusals);
  drawMotions(place.querySelector("[data-motions]"), motions, sitting, more);
  drawVotes(place.querySelector("[data-votes]"), votes);
}

export function drawRecusals(list, rows) {
  list.hidden = !rows.length;
  lay(list, rows, (node, row) => fill(node, row));
}

export function drawMotions(list, rows, sitting, more = () => {}) {
  list.hidden = !rows.length;
  lay(list, rows, (node, row) => {
    const look = lookMotion(row, sitting);
    fill(node, look);
    more(node, look);
  });
}

export function drawVotes(list, rows) {
  list.hidden = !rows.length;
  lay(list, rows, paintVote);
}

// Who has the floor; their time runs in turn_clock.js.
export function drawSpeaker(place, turn) {
  if (!place) return;
  fill(place, { talking: Boolean(turn), idle: !turn, name: turn?.name || "", badge: turn?.badge || "", kind_label: turn?.kind === "speech" ? "" : turn?.kind_label || "" });
  const clock = place.querySelector("[data-turn-clock]");
  clock.dataset.began = turn?.began_at || "";
  clock.dataset.seconds = turn?.seconds ?? "";
}

// seat: whose page it is, if a member's.
export function drawQueue(place, rows, seat = null) {
  if (!place) return;
  place.hidden = !rows.length;
  fill(place, { queued: rows.length });
  lay(place.querySelector("ol"), rows, (node, row) => {
    const mine = seat !== null && row.seat === seat;
    fill(node, { ...row, name: mine ? say("m-my-turn-row") : row.name, mine, point: row.kind === "point_of_order" });
  });
}
