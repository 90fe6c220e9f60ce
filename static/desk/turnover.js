// The gauge moves as boxes are ticked: who would sit if all that are ticked were selected. Nothing is saved here.
const gauge = document.querySelector("[data-gauge]");
const form = document.querySelector("#choose");

function draw(men, women) {
  const { most, limit } = gauge.dataset;
  for (const [sex, n] of [["m", men], ["f", women]]) {
    gauge.querySelector(`[data-bar="${sex}"]`).setAttribute("width", Math.min(100, (100 * n) / most));
    gauge.querySelector(`[data-count="${sex}"]`).textContent = n;
  }
  const share = gauge.querySelector("[data-share]");
  // Half up to a tenth, as the record rounds.
  const sitting = men + women + Number(gauge.dataset.unknown);
  if (share && sitting) share.textContent = `${(Math.floor((Math.max(men, women) * 2000 / sitting + 1) / 2) / 10).toFixed(1)} %`;
  const over = limit !== undefined && Math.max(men, women) > Number(limit);
  gauge.querySelector("[data-gauge-box]").classList.toggle("is-over", over);
  const verdict = gauge.querySelector("[data-verdict]");
  if (verdict) verdict.textContent = over ? verdict.dataset.broken : verdict.dataset.kept;
  return over;
}

function fill(words, values) {
  return words.replace(/\{(\w)\}/g, (_all, name) => values[name]);
}

if (gauge && form && form.querySelector("[data-live-words]")) {
  const boxes = [...form.querySelectorAll("input[name=row]")];
  const live = form.querySelector("[data-live-words]");
  const ticked = form.querySelector("[data-ticked]");
  const plain = ticked.textContent;
  const said = gauge.querySelector("[data-gauge-said]");
  const all = form.querySelector("[data-all]");
  all.closest("label").hidden = false;

  const count = () => {
    const chosen = boxes.filter((box) => box.checked);
    const more = { m: 0, f: 0 };
    for (const box of chosen) if (box.dataset.state !== "selected" && box.dataset.sex) more[box.dataset.sex] += 1;
    const values = { m: Number(gauge.dataset.male) + more.m, f: Number(gauge.dataset.female) + more.f };
    const over = draw(values.m, values.f);
    live.hidden = chosen.length === 0;
    live.textContent = fill(live.dataset.liveWords, values) + (over ? ` · ${gauge.querySelector("[data-verdict]").dataset.broken}` : "");
    live.classList.toggle("is-over", over);
    ticked.textContent = chosen.length ? fill(ticked.dataset.words, { n: chosen.length }) : plain;
    said.textContent = chosen.length ? fill(said.dataset.words, values) : "";
    all.checked = chosen.length > 0 && chosen.length === boxes.length;
    all.indeterminate = chosen.length > 0 && chosen.length < boxes.length;
  };
  form.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes) box.checked = all.checked;
    count();
  });
  count();
}
