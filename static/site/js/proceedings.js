// What is said, moved and voted on the items of a meeting: kept by number, seen by item.
export const FLOOR = ["turns", "motions", "recusals", "votes", "gists", "observers"];
const OF_ITEMS = FLOOR.filter((kind) => kind !== "observers");
const PENDING = ["moved", "debated"];
const STANDING = ["in_force", "pending"];
const OPEN = "open";
const COUNTED = ["cast", "asked", "yes", "no", "abstain"];

export class Proceedings {
  constructor() {
    this.hidden = {};
    for (const kind of FLOOR) [this[kind], this.hidden[kind]] = [new Map(), new Map()];
  }

  take(whole) {
    for (const kind of FLOOR) this[kind] = byId(whole[kind]);
  }

  // A frame names one row and those that changed with it: {"motion": row, "motions": [rows]}.
  hear(data) {
    for (const kind of FLOOR) this.put(kind, ...(data[kind] || []), data[kind.slice(0, -1)]);
    if (data.ballot) this.answer(data.ballot);
    if (data.count) this.counted(data.count);
  }

  put(kind, ...rows) {
    for (const row of rows) if (row) this[kind].set(row.id, row);
  }

  // Of a roll call, one member's answer; of a secret vote there is none to hear.
  answer({ vote, seat, choice, choice_label }) {
    const row = this.votes.get(vote);
    if (!row) return;
    const roll = (row.roll || []).map((one) => (one.seat === seat ? { ...one, choice, choice_label } : one));
    this.votes.set(vote, { ...row, roll });
  }

  // How many have voted: the newest number wins, and after the close none.
  counted(count) {
    const row = count && this.votes.get(count.id);
    if (row?.state !== OPEN) return;
    const numbers = Object.fromEntries(COUNTED.filter((name) => name in count).map((name) => [name, count[name]]));
    this.votes.set(count.id, { ...row, ...numbers });
  }

  admit(inside) {
    for (const kind of OF_ITEMS) this.hidden[kind] = byId(inside?.[kind]);
  }

  // An item that is closed now takes along what was said of it while it was open.
  shut(item) {
    for (const kind of OF_ITEMS) {
      for (const row of this[kind].values()) if (row.item === item) this[kind].set(row.id, blanked(kind, row));
    }
  }

  // What the public row leaves empty is filled from what this page may know.
  full(kind, row) {
    const known = row && this.hidden[kind].get(row.id);
    if (!known) return row;
    return Object.fromEntries(Object.entries({ ...known, ...row }).map(([name, value]) => [name, empty(value) ? known[name] ?? value : value]));
  }

  // The rows of one item, in their order.
  of(kind, item) {
    const rows = [...this[kind].values()].filter((row) => row.item === item?.id);
    return rows.sort((one, other) => one.id - other.id).map((row) => this.full(kind, row));
  }

  speaker(item) {
    return this.of("turns", item).find((turn) => turn.state === "speaking") || null;
  }

  // Who waits, in the order in which the floor is given: a point of order goes first.
  queue(item) {
    const rank = (turn) => (turn.kind === "point_of_order" ? 0 : 1);
    const waiting = this.of("turns", item).filter((turn) => turn.state === "waiting");
    return waiting.sort((one, other) => rank(one) - rank(other) || new Date(one.asked_at) - new Date(other.asked_at) || one.id - other.id);
  }

  pending(item) {
    return this.of("motions", item).filter((motion) => PENDING.includes(motion.state));
  }

  // What is to be put to the vote before anything else of this item.
  nextMotion(item) {
    return this.of("motions", item).find((motion) => motion.next) || null;
  }

  standing(item) {
    return this.of("recusals", item).filter((recusal) => STANDING.includes(recusal.state));
  }

  recused(item, seat) {
    return this.of("recusals", item).some((recusal) => recusal.seat === seat && recusal.state === "in_force");
  }

  voting(item) {
    return this.of("votes", item).find((vote) => vote.state === OPEN) || null;
  }

  // All that run: in a written procedure there may be several.
  votings() {
    return [...this.votes.values()].filter((vote) => vote.state === OPEN).map((vote) => this.full("votes", vote));
  }

  lastVote(item) {
    return this.of("votes", item).filter((vote) => vote.state === "closed").at(-1) || null;
  }

  // The newest lines of the floor, oldest first.
  subtitles(item, most) {
    return this.of("gists", item).filter((gist) => gist.words).slice(-most);
  }

  present() {
    return [...this.observers.values()].filter((row) => !row.gone).sort((one, other) => one.id - other.id);
  }
}

// What of each row is not for everybody; the rest says only that something happened.
const WORDS = {
  turns: ["name", "badge", "seat"],
  motions: ["name", "badge", "text", "seconds"],
  recusals: ["name", "seat", "reason"],
  votes: ["subject", "yes", "no", "abstain", "casting", "line", "warning", "candidates", "roll", "draft_text", "void_reason"],
  gists: ["name", "badge", "words"],
};

function blanked(kind, row) {
  return { ...row, ...Object.fromEntries(WORDS[kind].map((name) => [name, blank(row[name])])) };
}

function blank(value) {
  if (Array.isArray(value)) return [];
  return typeof value === "string" ? "" : null;
}

function empty(value) {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);
}

export function byId(rows) {
  return new Map((rows || []).map((row) => [row.id, row]));
}
