// The class page: find a submission, show only some verdicts, and sort by any column. Without this script the table is
// whole, in the order of points.
const table = document.querySelector("#matrix table");
const controls = document.querySelector("#matrix .controls");
if (table && controls) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const search = controls.querySelector("input");
  const verdict = controls.querySelector("select");
  const count = controls.querySelector("output");

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const filter = () => {
    const wanted = fold(search.value.trim());
    let shown = 0;
    for (const row of rows) {
      const fits = fold(row.dataset.name).includes(wanted) && (!verdict.value || row.dataset.verdict === verdict.value);
      row.hidden = !fits;
      shown += fits;
    }
    count.textContent = count.dataset.sentence.replace("{shown}", shown).replace("{all}", rows.length);
  };

  // What could not be graded has one wide cell, and stays at the end in either direction.
  const key = (row, column) => {
    if (!column) return row.dataset.name;
    const cell = row.cells[column];
    return cell && row.dataset.verdict !== "not_gradable" ? Number(cell.dataset.value) : null;
  };

  const sort = (heading) => {
    const column = heading.cellIndex;
    const isAscending = heading.getAttribute("aria-sort") === "descending" || (!column && !heading.ariaSort);
    for (const other of table.querySelectorAll("[aria-sort]")) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", isAscending ? "ascending" : "descending");
    const sign = isAscending ? 1 : -1;
    const compare = (one, other) => {
      const [first, second] = [key(one, column), key(other, column)];
      if (first === null || second === null) return (first === null) - (second === null);
      return sign * (column ? first - second : first.localeCompare(second, document.documentElement.lang));
    };
    body.append(...rows.sort(compare));
  };

  for (const heading of table.tHead.rows[1].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sort(heading));
    heading.append(button);
  }
  search.addEventListener("input", filter);
  verdict.addEventListener("change", filter);
  controls.hidden = false;
  filter();
}
