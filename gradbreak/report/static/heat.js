// Reading the heat map with a pointer: what is under it, and a click that opens it in the matrix.
const reading = find("#heat-reading");
const readingHint = reading.textContent;

const under = (event) => {
  const band = event.target.closest?.(".band");
  if (!band) return null;
  // The box of the columns: an inner svg's own box is that of its strokes, mitred corners included.
  const box = find(".columns", band).getBoundingClientRect();
  const view = band.viewBox.baseVal;
  const column = Math.floor(((event.clientX - box.left) / box.width) * view.width);
  const row = membersOf(band)[Math.floor(((event.clientY - box.top) / box.height) * view.height)];
  const suite = strips.findIndex(({ left, tests: count }) => left <= column && column < left + count);
  return row && suite >= 0 ? { row, suite, test: column - strips[suite].left } : null;
};

const inWords = ({ row, suite, test }) => {
  const state = say(`state_${statesOf(row, suite)[test]}`);
  return say("heat_reading", { mutant: row.title, test: tests[suite][test], suite: suites[suite], state });
};
heatMap.addEventListener("pointermove", (event) => {
  const cell = under(event);
  reading.textContent = cell ? inWords(cell) : readingHint;
});
heatMap.addEventListener("pointerleave", () => {
  reading.textContent = readingHint;
});
heatMap.addEventListener("click", (event) => {
  const cell = under(event);
  if (cell) open(cell.row, cell.suite);
});
