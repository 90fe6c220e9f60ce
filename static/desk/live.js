// The live panel: every two seconds the same table with new numbers; nothing under the hand moves.
const EVERY = 2000;
const QUIET = 10000;
const PATIENCE = 8000;
const panel = document.querySelector("[data-live]");
const words = panel.dataset;
const find = (selector) => panel.querySelector(selector);
const button = find("[data-pause]");
const labels = [button.textContent, button.dataset.pausedLabel];
let paused = sessionStorage.getItem("live-paused") === "1";
let alarms = null;
let lost = false;
let spoken = -QUIET;
let waiting = "";

// One sentence in ten seconds at most, the last one wins.
function say(sentence) {
  const soon = spoken + QUIET - performance.now();
  if (soon > 0) {
    if (!waiting) setTimeout(() => { const last = waiting; waiting = ""; say(last); }, soon);
    waiting = sentence;
    return;
  }
  spoken = performance.now();
  find("[data-said]").textContent = sentence;
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function drawFigures(figures) {
  const risen = [];
  for (const [key, [text, more, alarm]] of Object.entries(figures)) {
    const row = find(`[data-figure="${key}"]`);
    put(row.querySelector("strong"), text);
    put(row.querySelector("small"), more);
    row.querySelector(".late").hidden = !alarm;
    if (alarm) risen.push(row.querySelector("th").textContent);
  }
  return risen;
}

// Rows are kept and filled anew; under a pointer or the focus they stay as they are.
function drawRows(table, rows, fill) {
  if (table.matches(":focus-within, :hover")) return;
  const body = table.tBodies[0];
  while (body.rows.length > rows.length) body.deleteRow(-1);
  rows.forEach((row, at) => fill(body.rows[at] ?? body.insertRow(), row));
}

function fillRoom(line, room) {
  if (!line.cells.length) {
    line.insertCell().append(document.createElement("a"));
    line.insertCell().className = "figure";
  }
  const [title, url, heads] = room;
  const link = line.querySelector("a");
  put(link, title);
  if (link.getAttribute("href") !== url) link.href = url;
  put(line.cells[1], heads);
}

function fillProcess(line, cells) {
  cells.forEach((text, at) => {
    let cell = line.cells[at];
    if (!cell) {
      cell = document.createElement(at ? "td" : "th");
      cell.className = "figure";
      if (!at) cell.scope = "row";
      line.append(cell);
    }
    put(cell, text);
  });
}

function draw(told) {
  put(find("[data-read-at]"), told.read_at);
  put(find("[data-state]"), told.state);
  find("[data-state]").classList.toggle("late", told.alarm);
  const risen = drawFigures(told.figures);
  const rooms = find("[data-rooms]");
  rooms.hidden = !told.rooms.length;
  find("[data-no-rooms]").hidden = !rooms.hidden;
  drawRows(rooms, told.rooms, fillRoom);
  drawRows(find("[data-processes]"), told.processes, fillProcess);
  tell([...(told.alarm ? [told.state] : []), ...risen].join(", "));
}

// What is read aloud is trouble that comes and goes, never the numbers.
function tell(now) {
  if (alarms !== null && now !== alarms) say(now ? `${words.rose} ${now}` : words.calm);
  alarms = now;
}

async function read() {
  const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };
  const answer = await fetch(words.live, { headers, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  if (answer.type === "opaqueredirect" || answer.status === 403) return over();
  if (!answer.ok) throw new Error(String(answer.status));
  const told = await answer.json();
  if (paused) return true;
  draw(told);
  if (lost) notice(words.back);
  lost = false;
  return true;
}

// The session ended, or the office did: nothing more will come.
function over() {
  notice(words.over);
  find("[data-state]").classList.add("late");
  button.hidden = true;
  return false;
}

function notice(sentence) {
  put(find("[data-state]"), sentence);
  say(sentence);
}

async function round() {
  let on = true;
  try {
    if (!paused && !document.hidden) on = await read();
  } catch {
    if (!lost) notice(words.lost);
    lost = true;
    find("[data-state]").classList.add("late");
  }
  if (on) setTimeout(round, EVERY);
}

function show() {
  put(button, labels[Number(paused)]);
}

button.addEventListener("click", () => {
  paused = !paused;
  sessionStorage.setItem("live-paused", paused ? "1" : "");
  show();
});
button.hidden = false;
find("[data-reload]").hidden = true;
show();
setTimeout(round, EVERY);
