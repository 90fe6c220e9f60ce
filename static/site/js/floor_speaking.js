// 발언과 동의. To ask for the floor, to be told when it is one's own, to second by one press, to move something.
import { fill } from "./fill.js";
import { Kept } from "./kept.js";
import { announce, say } from "./page.js";

const BUZZ_MS = [200, 100, 200];
const PENDING = ["moved", "debated"];
const address = (form, page, api) => {
  form.action = page;
  form.dataset.act = api;
};

export class Speaking {
  constructor(seat, name) {
    this.seat = seat;
    this.name = name;
    this.place = document.getElementById("speak");
    this.room = document.getElementById("sitting").dataset.meetingId;
    this.forms = [...document.querySelectorAll("[data-of-item]")];
    this.kept = ["live-move", "live-recuse"].map((id) => new Kept(document.getElementById(id)));
    for (const form of document.querySelectorAll(".move-form, .recuse-form")) form.addEventListener("change", () => this.choose(form));
  }

  draw(sitting, item) {
    const present = Boolean(sitting.attendance(this.seat)?.present);
    const voting = sitting.voting(item);
    const talks = present && Boolean(item) && sitting.meeting.state === "in_session";
    this.place.hidden = !talks || Boolean(voting);
    for (const part of document.querySelectorAll("[data-if=may_recuse]")) part.hidden = !talks || Boolean(voting) || sitting.standing(item).some(({ seat }) => seat === this.seat);
    if (item) this.aim(sitting, item);
    const mine = sitting.queue(item).filter(({ seat }) => seat === this.seat);
    const speech = mine.find(({ kind }) => kind === "speech");
    const order = mine.find(({ kind }) => kind === "point_of_order");
    const ahead = speech ? sitting.queue(item).findIndex(({ id }) => id === speech.id) : 0;
    const turn = sitting.speaker(item);
    const now = turn?.seat === this.seat ? turn : null;
    const out = sitting.recused(item, this.seat);
    fill(this.place, {
      mine_now: Boolean(now),
      out,
      waiting: Boolean(speech) && !now,
      ahead,
      next: !ahead,
      shut: Boolean(item?.list_closed) && !speech && !now && !out,
      may_ask: !speech && !now && !out && !item?.list_closed,
      may_move: !out,
      may_order: !order,
      ordered: Boolean(order),
    });
    this.withdrawing("unask", speech);
    this.withdrawing("unorder", order);
    const clock = document.getElementById("my-clock");
    clock.dataset.began = now?.began_at || "";
    clock.dataset.seconds = now?.seconds ?? "";
  }

  withdrawing(id, turn) {
    if (turn) address(document.getElementById(id), `/meetings/${this.room}/turns/${turn.id}/withdraw/`, `/api/v1/turns/${turn.id}/withdraw/`);
  }

  // What is written for one item is never sent for the next: each has its own draft.
  aim(sitting, item) {
    for (const form of this.forms) {
      const [page, api] = form.dataset.ofItem.split(":");
      address(form, `/meetings/${this.room}/items/${item.id}/${page}/`, `/api/v1/agenda-items/${item.id}/${api}/`);
    }
    if (this.item !== item.id) {
      this.item = item.id;
      for (const kept of this.kept) kept.turn(`${kept.form.id}:${item.id}`);
    }
    const pending = sitting.pending(item);
    const known = new Map(pending.map((motion) => [motion.id, motion]));
    const mendable = pending.filter(({ kind, amends }) => kind !== "procedural" && !known.get(amends)?.amends);
    for (const form of document.querySelectorAll(".move-form")) {
      form.querySelector("label[data-of=main]").hidden = !item.resolvable;
      form.querySelector("label[data-of=amendment]").hidden = !mendable.length;
      this.list(form.elements.amends, mendable);
      this.choose(form);
    }
    for (const form of document.querySelectorAll(".recuse-form")) this.choose(form);
  }

  // Options are drawn anew only when there are others: one may be just chosen.
  list(select, motions) {
    const said = motions.map(({ id }) => id).join();
    if (select.dataset.said === said) return;
    select.dataset.said = said;
    const held = select.value;
    select.replaceChildren(select.options[0], ...motions.map(({ id, label, text }) => new Option(`${label}: ${text.slice(0, 40)}`, id)));
    select.value = held;
    if (select.selectedIndex < 0) select.value = "";
  }

  // Only what this kind asks for; what is not shown is not sent.
  choose(form) {
    const kind = form.elements.kind.value;
    for (const part of form.querySelectorAll("div[data-of]")) {
      const asked = part.dataset.of === kind;
      part.hidden = !asked;
      for (const field of part.querySelectorAll("select")) Object.assign(field, { disabled: !asked, required: asked });
    }
  }

  // What this member may do about a motion.
  offer(node, motion) {
    const own = motion.seat === this.seat;
    const again = (motion.seconds || []).some(({ name }) => name === this.name);
    fill(node, { may_second: motion.state === "moved" && !own && !again, may_withdraw: own && PENDING.includes(motion.state) });
  }

  // The one line of the house that may break in: it is my turn.
  heard({ name, data }, sitting) {
    if (name !== "turn.began" || !data?.turn) return;
    const turn = sitting.full("turns", data.turn);
    if (turn.seat !== this.seat) return;
    navigator.vibrate?.(BUZZ_MS);
    const line = document.getElementById("my-turn-line");
    line.textContent = "";
    setTimeout(() => (line.textContent = say("m-my-turn")));
    announce("");
  }

  sent(form) {
    this.kept.find((kept) => kept.form === form)?.done();
    if (form.matches(".move-form, .recuse-form")) this.choose(form);
  }
}
