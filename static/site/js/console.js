// The console: the secretary's rail, roll, resolution and record; every act is a press, and waits for its answer.
import { attend, atDoors, root, told } from "./attend.js";
import { aimClose, answered, drawVoting, settle } from "./console_calling.js";
import { Arithmetic } from "./console_count.js";
import { gistForm, gistTaken } from "./console_gist.js";
import { fill, lay, paint } from "./fill.js";
import { Remarks } from "./floor_remarks.js";
import { floorRoom } from "./floor_room.js";
import { freshPage, holdStale } from "./fresh.js";
import { Kept } from "./kept.js";
import { say } from "./page.js";
import { press } from "./press.js";
import "./turn_clock.js";

const rail = document.getElementById("rail");
const current = document.getElementById("current");
const acts = document.getElementById("acts");
const resolve = document.getElementById("resolve");
const remarks = new Remarks(told("remarks-data"));
const arithmetic = resolve && new Arithmetic(resolve);
const kept = resolve && new Kept(resolve);
const byHand = document.getElementById("by-hand");
let doors = new Date(acts.dataset.doorsAt) <= Date.now();
const fresh = freshPage(() => {
  drawVoting(meeting.sitting);
  settle();
  gistForm();
  meeting.redraw();
});

const meeting = attend(draw, {
  heard(event) {
    floor.heard(event);
    fresh();
  },
  back: () => {
    floor.read();
    fresh();
  },
  anew: () => fresh(),
});
gistForm();

function draw(sitting) {
  const state = sitting.state();
  lay(rail, sitting.agenda(), (item, row) => {
    fill(item, { ...sitting.look(row), may_take_up: row.state !== "on_floor" && !row.resolution && state.in_session && !sitting.voting(sitting.current) });
    if (row.state === "on_floor") item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
    item.querySelector(".rail-act button")?.setAttribute("aria-label", `${row.label} ${say("m-take-up")}`);
  });
  const row = sitting.over ? null : sitting.current;
  current.hidden = !row;
  if (row) paint(current, { ...sitting.look(row), items: sitting.agenda().length });
  // Between the item's change and the form drawn for it, words of a closed item would go to the open one before.
  holdStale(sitting.current);
  if (resolve) drawResolve(sitting, row);
  drawActs(sitting, state);
  drawRoll(sitting);
  drawVoting(sitting);
  aimClose(sitting, root.dataset.meetingId);
  remarks.draw(sitting);
}

// What was typed for one item is never recorded for the next.
function drawResolve(sitting, row) {
  resolve.hidden = !row || !sitting.look(row).decidable;
  byHand.hidden = resolve.hidden || Boolean(sitting.voting(row) || document.querySelector("#motions .record"));
  if (row && resolve.dataset.item !== String(row.id)) {
    kept.turn(`resolve:${row.id}`);
    resolve.dataset.item = row.id;
    byHand.open ||= Boolean(resolve.elements.text.value);
    aim(resolve, row.id, "resolution");
  }
  arithmetic.draw(sitting.quorum);
}

function aim(form, item, act) {
  form.action = `/meetings/${root.dataset.meetingId}/items/${item}/${act}/`;
  form.dataset.act = `/api/v1/agenda-items/${item}/${act}/`;
}

function drawActs(sitting, state) {
  const { current: on, next } = sitting;
  const voting = Boolean(sitting.voting(on));
  const sits = state.in_session && !voting;
  if (next) aim(document.getElementById("take-next"), next.id, "take-up");
  if (on) aim(document.getElementById("finish"), on.id, "finish");
  fill(acts, {
    call: state.scheduled,
    resume: state.recessed,
    voting,
    take_next: sits && Boolean(next) && !sitting.written,
    finish: sits && Boolean(on),
    recess: sits && !sitting.written,
    adjourn: sits || state.recessed,
    next_label: next?.label || "",
    label: on?.label || "",
    missing: state.missing,
    not_enough: state.short && (state.scheduled || state.recessed),
    over: sitting.over,
  });
  for (const button of acts.querySelectorAll("[data-needs-quorum]")) button.disabled = state.short || !doors;
}

function drawRoll(sitting) {
  for (const tile of document.querySelectorAll("#roll [data-row]")) {
    const row = sitting.attendance(Number(tile.dataset.row));
    const present = Boolean(row?.present);
    fill(tile, { present, left: Boolean(row) && !present, mode_label: row?.mode_label || "", may_mark: !present && !sitting.over, may_end: present && !sitting.over });
    const end = tile.querySelector("[data-end]");
    if (row && end) {
      end.dataset.act = `/api/v1/attendances/${row.id}/end/`;
      end.formAction = `/meetings/${root.dataset.meetingId}/attendances/${row.id}/end/`;
    }
  }
}

const floor = floorRoom(meeting, remarks, { shut: () => location.assign(`/meetings/${root.dataset.meetingId}/`) });

atDoors(acts.dataset.doorsAt, () => {
  doors = true;
  meeting.redraw();
});

press((form, row, submitter) => {
  const kind = submitter?.dataset.kind || form.dataset.kind;
  if (kind && kind !== "ballots") meeting.take(kind, row);
  if (form === resolve) kept.done();
  if ("reset" in form.dataset) form.reset();
  if ("reset" in form.dataset || "shuts" in form.dataset) shut(form.closest("details"));
  answered(form, submitter?.value);
  gistTaken(form);
  fresh();
});

function shut(details) {
  if (!details) return;
  details.open = false;
  details.querySelector("summary").focus({ preventScroll: true });
}
