// The chair's desk: drawn by the house and mended after every event; every act is a press, and waits for its answer.
import { attend, atDoors, root } from "./attend.js";
import { aimClose, drawVoting } from "./console_calling.js";
import { floorRoom } from "./floor_room.js";
import { freshPage, holdStale } from "./fresh.js";
import { press } from "./press.js";
import "./turn_clock.js";

const deaf = { hear() {}, take() {} };
const fresh = freshPage(() => meeting.redraw());

const meeting = attend(
  (sitting) => {
    holdStale(sitting.current);
    drawVoting(sitting);
    aimClose(sitting, root.dataset.meetingId);
  },
  {
    heard(event) {
      floor.heard(event);
      fresh();
    },
    back: () => {
      floor.read();
      fresh();
    },
    anew: () => fresh(),
  },
);

const floor = floorRoom(meeting, deaf, { shut: () => location.assign(`/meetings/${root.dataset.meetingId}/`) });

atDoors(document.getElementById("acts").dataset.doorsAt, () => fresh());

press((form, row, submitter) => {
  const kind = submitter?.dataset.kind || form.dataset.kind;
  if (kind && kind !== "ballots") meeting.take(kind, row);
  if ("reset" in form.dataset) form.reset();
  fresh();
});
