// The gallery: whoever reads the agenda sees it go on.
import { attend } from "./attend.js";
import { fill, lay, paint } from "./fill.js";

const agenda = document.getElementById("agenda");

attend((sitting) => {
  lay(agenda, sitting.agenda(), (item, row) => paint(item, sitting.look(row)));
  layMembers(sitting);
  const { current } = sitting;
  for (const place of document.querySelectorAll("[data-current]")) {
    if (!current || current.disclosure === "closed") fill(place, { label: "", title: "", began: "" });
    else fill(place, { ...sitting.look(current), items: sitting.agenda().length });
    const link = place.querySelector("a[data-field=title]");
    if (link) link.href = current ? `#item-${current.id}` : "#agenda";
  }
});

function layMembers(sitting) {
  for (const member of document.querySelectorAll("#roster [data-row]")) {
    const row = sitting.attendance(Number(member.dataset.row));
    fill(member, { present: Boolean(row?.present), left: Boolean(row && !row.present), absent: !row, mode_label: row?.mode_label || "" });
  }
}
