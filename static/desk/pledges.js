// Sums of a plan as it is typed: weights of all indicators, quarters of each year. Nothing is saved or decided here.
const read = (field) => {
  const words = (field?.value ?? "").replaceAll(",", "").trim();
  return /^\d+(\.\d+)?$/.test(words) ? Number(words) : null;
};
// Cents, not fractions of a power of two: 0.1 + 0.2 would be more than its year.
const total = (numbers) => numbers.reduce((sum, each) => sum + Math.round(each * 100), 0) / 100;
const say = (place, sum, whole) => {
  place.textContent = sum === null ? "" : place.closest("[data-words]").dataset.words.replace("{sum}", sum.toLocaleString("ko"));
  place.classList.toggle("is-off", sum !== null && sum !== whole);
};

const sheet = document.querySelector("#plan");
if (sheet) {
  const draw = () => {
    const weights = [...sheet.querySelectorAll("[data-weight]")].map(read).filter((each) => each !== null);
    const place = sheet.querySelector("[data-weights]");
    if (place) say(place, weights.length ? total(weights) : null, 100);
    for (const row of sheet.querySelectorAll("[data-quarters] tbody tr")) {
      const [year, ...quarters] = [...row.querySelectorAll("input")].map(read);
      const given = quarters.filter((each) => each !== null);
      say(row.querySelector("[data-sum]"), given.length ? total(given) : null, year);
    }
  };
  sheet.addEventListener("input", draw);
  draw();
}
