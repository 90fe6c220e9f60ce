// The console: the secretary's rail, roll, resolution and record; every act is a press, and waits for its answer.
import { attend, atDoors, root, told } from "./attend.js";
import { Arithmetic } from "./console_count.js";
import { blank, fill, lay, paint } from "./fill.js";
import { Remarks } from "./floor_remarks.js";
import { floorRoom } from "./floor_room.js";
import { Kept } from "./kept.js";
import { say } from "./page.js";
import { press } from "./press.js";

const rail = document.getElementById("rail");
const current = document.getElementById("current");
const acts = document.getElementById("acts");
const resolve = document.getElementById("resolve");
const log = document.getElementById("log");
const remarks = new Remarks(told("remarks-data"));
const arithmetic = resolve && new Arithmetic(resolve);
const kept = resolve && new Kept(resolve);
let doors = new Date(acts.dataset.doorsAt) <= Date.now();

const meeting = attend(draw, {
  heard(event) {
    write(event);
    floor.heard(event);
  },
  back: () => floor.read(),
  anew: readLog,
});

function draw(sitting) {
  const state = sitting.state();
  lay(rail, sitting.agenda(), (item, row) => {
    fill(item, { ...sitting.look(row), may_take_up: row.state !== "on_floor" && !row.resolution && state.in_session });
    if (row.state === "on_floor") item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
    item.querySelector(".rail-act button")?.setAttribute("aria-label", `${row.label} ${say("m-take-up")}`);
  });
  const row = sitting.over ? null : sitting.current;
  current.hidden = !row;
  if (row) paint(current, { ...sitting.look(row), items: sitting.agenda().length });
  if (resolve) drawResolve(sitting, row);
  drawActs(sitting, state);
  drawRoll(sitting);
  remarks.draw(sitting);
}

// What was typed for one item is never recorded for the next.
function drawResolve(sitting, row) {
  resolve.hidden = !row || !sitting.look(row).decidable;
  if (row && resolve.dataset.item !== String(row.id)) {
    kept.turn(`resolve:${row.id}`);
    resolve.dataset.item = row.id;
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
  if (next) aim(document.getElementById("take-next"), next.id, "take-up");
  if (on) aim(document.getElementById("finish"), on.id, "finish");
  fill(acts, {
    call: state.scheduled,
    resume: state.recessed,
    take_next: state.in_session && Boolean(next),
    finish: state.in_session && Boolean(on),
    recess: state.in_session,
    adjourn: state.in_session || state.recessed,
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

// The record writes itself: one line for each act, the newest on top.
function write({ seq, name, at, data }) {
  const item = data?.item || (data?.items || []).find((row) => row.state === "on_floor");
  const words = say(`m-log-${name}`, {
    name: data?.attendance?.name || "",
    mode: data?.attendance?.mode_label || "",
    label: data?.resolution?.item_label || item?.label || "",
    form: data?.resolution?.form_label || "",
  });
  if (!words || log.querySelector(`[data-row="${seq}"]`)) return;
  const line = blank("log-template");
  line.dataset.row = seq;
  fill(line, { at, words });
  log.prepend(line);
}

// After a loss too long to be told one by one, the page itself has the record.
async function readLog() {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const lines = new DOMParser().parseFromString(await answer.text(), "text/html").querySelectorAll("#log > li");
  log.replaceChildren(...[...lines].map((line) => document.adoptNode(line)));
}

const floor = floorRoom(meeting, remarks, { shut: () => location.assign(`/meetings/${root.dataset.meetingId}/`) });

atDoors(acts.dataset.doorsAt, () => {
  doors = true;
  meeting.redraw();
});

press((form, row, submitter) => {
  const kind = submitter?.dataset.kind || form.dataset.kind;
  if (kind) meeting.take(kind, row);
  if (form === resolve) kept.done();
});
