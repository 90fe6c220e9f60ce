// The floor: a member is counted by one press, reads what is on the floor, speaks, moves and votes.
import { attend, atDoors, told } from "./attend.js";
import { drawMotions, drawQueue, drawRecusals, drawSpeaker, drawVotes, lookMotion } from "./course.js";
import { clock, fill, lay, paint } from "./fill.js";
import { Ballots } from "./floor_ballots.js";
import { Remarks } from "./floor_remarks.js";
import { floorRoom } from "./floor_room.js";
import { Speaking } from "./floor_speaking.js";
import { announce, say } from "./page.js";
import { press } from "./press.js";
import "./turn_clock.js";

// Three hundred telephones hear the same bell.
const SPREAD_MS = 200;

const me = document.getElementById("me");
const seat = me ? Number(me.dataset.seat) : null;
const place = (id) => document.getElementById(id);
const leave = place("leave-form");
const remarks = new Remarks(told("remarks-data"));
const ballots = new Ballots(told("ballots-data"), seat);
const speaking = me && place("speak") ? new Speaking(seat, me.dataset.name) : null;
const byLine = Boolean(me?.dataset.byLine);
let doors = me ? !me.querySelector(".check-in").hidden : false;

const meeting = attend(draw, {
  heard(event) {
    if (["attendance.recorded", "meeting.called"].includes(event.name)) doors = true;
    speaking?.heard(event, meeting.sitting);
    floor.heard(event);
  },
  back: () => floor.read(),
});

function draw(sitting) {
  lay(place("rail"), sitting.agenda(), (item, row) => {
    fill(item, sitting.look(row));
    if (row.state === "on_floor") item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
  const row = sitting.over ? null : sitting.current;
  place("current").hidden = !row;
  drawItem(sitting, row);
  ballots.draw(sitting);
  speaking?.draw(sitting, row);
  if (me) drawMe(sitting);
  remarks.draw(sitting);
}

function drawItem(sitting, row) {
  if (row) paint(place("current"), { ...sitting.look(row), items: sitting.agenda().length });
  const voting = sitting.voting(row);
  const running = sitting.written ? [...sitting.votes.values()].map((vote) => sitting.full("votes", vote)) : [voting].filter(Boolean);
  place("floor-vote").hidden = !voting;
  const put = sitting.of("motions", row).find(({ id }) => id === voting?.motion);
  fill(place("vote-who"), put ? { ...lookMotion(put, sitting), first: put.kind === "amendment" } : { name: "", seconders: "", first: false });
  drawVotes(place("running"), running);
  drawVotes(place("ended"), sitting.written ? [] : sitting.of("votes", row).filter(({ state }) => state !== "open"));
  place("talk").hidden = Boolean(voting) || !row;
  drawSpeaker(document.querySelector("[data-speaker]"), sitting.speaker(row));
  drawQueue(place("queue-block"), sitting.queue(row), seat);
  drawRecusals(place("recusals"), sitting.standing(row));
  drawMotions(place("motions"), sitting.of("motions", row), sitting, (node, look) => speaking?.offer(node, look));
}

function drawMe(sitting) {
  const mine = sitting.attendance(seat);
  const present = Boolean(mine?.present);
  const coming = !present && doors && byLine && !sitting.over && !sitting.written;
  fill(me, { may_check_in: coming, waiting: !present && !coming && !sitting.over && !sitting.written });
  fill(place("mine"), { present, ongoing: present && !sitting.over });
  if (mine) {
    fill(place("mine"), { how: `${clock(mine.arrived_at)} ${mine.mode_label}` });
    leave.dataset.act = `/api/v1/attendances/${mine.id}/end/`;
  }
}

// Whoever no longer sits here keeps what everybody may see.
function leaveFloor() {
  meeting.sitting.admit(null);
  remarks.clear();
  meeting.redraw();
  for (const part of [me, place("mine"), place("ballots"), place("speak")]) part?.setAttribute("hidden", "");
}

const floor = floorRoom(meeting, remarks, {
  told: () => remarks.waiting && announce(say("m-remarks", { n: remarks.waiting }), false, "remarks"),
  shut: leaveFloor,
  spread: SPREAD_MS,
});

press((form, row) => {
  const { kind } = form.dataset;
  if (kind === "ballot") ballots.taken(row, meeting.sitting);
  else if (kind) meeting.take(kind, row);
  speaking?.sent(form);
  meeting.redraw();
  if (form.matches(".check-in")) announce(say("m-present"), true);
});
remarks.listen(meeting);

atDoors(me?.dataset.doorsAt, () => {
  doors = true;
  meeting.redraw();
});
