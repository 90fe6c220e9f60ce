// The floor: a member is counted by one press, reads what is on the floor, and writes to it.
import { attend, atDoors, told } from "./attend.js";
import { clock, fill, lay, paint } from "./fill.js";
import { Remarks } from "./floor_remarks.js";
import { floorRoom } from "./floor_room.js";
import { announce, say } from "./page.js";
import { press } from "./press.js";

// Three hundred telephones hear the same bell.
const SPREAD_MS = 200;

const me = document.getElementById("me");
const seat = Number(me?.dataset.seat || 0);
const rail = document.getElementById("rail");
const current = document.getElementById("current");
const leave = document.getElementById("leave-form");
const remarks = new Remarks(told("remarks-data"));
const byLine = Boolean(me?.dataset.byLine);
let doors = me ? !me.querySelector(".check-in").hidden : false;

const meeting = attend(draw, {
  heard(event) {
    if (["attendance.recorded", "meeting.called"].includes(event.name)) doors = true;
    floor.heard(event);
  },
  back: () => floor.read(),
});

function draw(sitting) {
  lay(rail, sitting.agenda(), (item, row) => {
    fill(item, sitting.look(row));
    if (row.state === "on_floor") item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
  const row = sitting.over ? null : sitting.current;
  current.hidden = !row;
  if (row) paint(current, { ...sitting.look(row), items: sitting.agenda().length });
  if (me) drawMe(sitting);
  remarks.draw(sitting);
}

function drawMe(sitting) {
  const mine = sitting.attendance(seat);
  const present = Boolean(mine?.present);
  const coming = !present && doors && byLine && !sitting.over;
  fill(me, { may_check_in: coming, waiting: !present && !coming && !sitting.over, present, ongoing: present && !sitting.over });
  if (mine) {
    fill(me, { how: `${clock(mine.arrived_at)} ${mine.mode_label}` });
    leave.dataset.act = `/api/v1/attendances/${mine.id}/end/`;
  }
}

// Whoever no longer sits here keeps what everybody may see.
function leaveFloor() {
  meeting.sitting.admit(null);
  remarks.clear();
  meeting.redraw();
  me?.setAttribute("hidden", "");
}

const floor = floorRoom(meeting, remarks, {
  told: () => remarks.waiting && announce(say("m-remarks", { n: remarks.waiting }), false, "remarks"),
  shut: leaveFloor,
  spread: SPREAD_MS,
});

press((form, row) => {
  meeting.take("attendances", row);
  if (form.matches(".check-in")) announce(say("m-present"), true);
});
remarks.listen(meeting);

atDoors(me?.dataset.doorsAt, () => {
  doors = true;
  meeting.redraw();
});
