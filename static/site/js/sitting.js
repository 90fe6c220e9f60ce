// 회의. What a meeting looks like now: an old look and the frames since make the new look, whichever page shows it.
import { Proceedings, byId } from "./proceedings.js";

const OVER = ["adjourned", "cancelled"];

export class Sitting extends Proceedings {
  constructor(whole) {
    super();
    Object.assign(this.hidden, { items: new Map(), resolutions: new Map() });
    this.take(whole);
  }

  // The room as it is.
  take(whole) {
    super.take(whole);
    this.meeting = whole.meeting;
    this.items = byId(whole.items);
    this.attendances = byId(whole.attendances);
    this.resolutions = byId(whole.resolutions);
    this.count(whole.tally);
  }

  // A frame carries whole rows: each replaces the one of its number, so that twice is once.
  hear({ data }) {
    if (!data) return;
    super.hear(data);
    this.put("items", ...(data.items || []), data.item);
    this.put("attendances", data.attendance);
    this.put("resolutions", data.resolution);
    if (data.meeting) this.meeting = data.meeting;
  }

  put(kind, ...rows) {
    super.put(kind, ...rows);
    if (kind === "items") for (const row of rows) if (row && row.disclosure !== "open") this.shut(row.id);
  }

  count(tally) {
    if (!tally) return;
    const { sitting, present, needed, met, carries, sentence } = tally;
    this.quorum = { sitting, present, needed, met, carries, sentence, recused: tally.recused || 0 };
    for (const count of tally.votes || []) this.counted(count);
  }

  // What is not for everybody, read by HTTP.
  admit(inside) {
    super.admit(inside);
    this.hidden.items = byId(inside?.items || []);
    this.hidden.resolutions = byId(inside?.resolutions || []);
  }

  get over() {
    return OVER.includes(this.meeting.state);
  }

  get written() {
    return this.meeting.mode === "written";
  }

  get missing() {
    return Math.max(this.quorum.needed - this.quorum.present, 0);
  }

  // Those that stand, in their order.
  agenda() {
    return [...this.items.values()].filter((item) => !item.withdrawn).sort((one, other) => one.order - other.order || one.id - other.id);
  }

  get current() {
    return this.agenda().find((item) => item.state === "on_floor") || null;
  }

  get next() {
    return this.agenda().find((item) => item.state === "pending") || null;
  }

  // The words of a closed item, where this page has them; when it was taken up is said to everybody.
  words(item) {
    const { title, text, ground, papers } = this.hidden.items.get(item.id) || item;
    return { ...item, title, text, ground, papers };
  }

  resolution(item) {
    const row = this.resolutions.get(item.resolution);
    return row ? { ...row, text: this.hidden.resolutions.get(row.id)?.text || row.text } : null;
  }

  attendance(seat) {
    return [...this.attendances.values()].find((row) => row.seat === seat) || null;
  }

  // An item with everything that a row of the agenda says of it.
  look(item) {
    const done = this.resolution(item);
    return {
      ...this.words(item),
      live: item.state === "on_floor",
      done: item.state === "done",
      pending: item.state === "pending",
      closed: item.disclosure === "closed",
      partial: item.disclosure === "partial",
      began: item.taken_up_at,
      ended: item.finished_at,
      since: Boolean(item.taken_up_at && !item.finished_at),
      decided: Boolean(done),
      undecided: item.resolvable && !done && !this.over,
      decidable: item.resolvable && !done && item.state === "on_floor" && this.meeting.state === "in_session",
      ...(done && { number: done.label, form: done.form_label, line: done.line, resolved: done.text }),
      unheard: item.state === "pending" && this.meeting.state === "adjourned",
      place: this.agenda().findIndex((other) => other.id === item.id) + 1,
    };
  }

  // What may be said of the meeting itself.
  state() {
    const { state } = this.meeting;
    const { current, quorum } = this;
    const inside = state === "in_session" && current?.disclosure === "closed";
    return {
      ...Object.fromEntries(["scheduled", "in_session", "recessed", "adjourned", "cancelled"].map((name) => [name, name === state])),
      state_label: this.meeting.state_label,
      called: this.meeting.called_at,
      closed_at: this.meeting.adjourned_at,
      ongoing: !this.over,
      inside,
      speaking: state === "in_session" && Boolean(current) && !inside,
      written: this.written,
      writing: this.written && state === "in_session",
      voting: state === "in_session" && this.votings().length > 0,
      between: state === "in_session" && !current && !this.written,
      recused: quorum.recused,
      items: this.agenda().length,
      finished: this.agenda().filter((item) => item.state === "done").length,
      resolutions: this.resolutions.size,
      met: quorum.met,
      short: !quorum.met,
      missing: this.missing,
      early: state === "scheduled" && !quorum.present,
      ...this.shares(),
    };
  }

  shares() {
    const rows = [...this.attendances.values()];
    const there = rows.filter((row) => row.present);
    const { sitting, present, needed } = this.quorum;
    return {
      sitting,
      present,
      needed,
      absent: Math.max(sitting - rows.length, 0),
      in_person: there.filter((row) => row.mode === "in_person").length,
      remote: there.filter((row) => row.mode === "remote").length,
      left: rows.length - there.length,
    };
  }
}
