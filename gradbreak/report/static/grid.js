// The matrix as a grid: one cell is in the tab order, arrows move it, families fold.
grid.setAttribute("role", "grid");

const cellOf = (row, suite) => row.element.cells[suite + 1];
for (const row of rows) {
  row.states.forEach((state, suite) => {
    const label = say("cell", { mutant: row.title, suite: suites[suite], state: say(`state_${state}`) });
    cellOf(row, suite).setAttribute("aria-label", label);
  });
}

// -- families ----------------------------------------------------------------------------------------
const families = [...grid.tBodies];
const expand = find("#expand");
const isOpen = (family) => !family.classList.contains("shut");
const fold = (family, opened) => {
  family.classList.toggle("shut", !opened);
  find(".fold", family).setAttribute("aria-expanded", opened);
  expand.textContent = say(families.every(isOpen) ? "collapse" : "expand");
};

for (const family of families) {
  const label = find(".fold", family);
  const button = make("button", { type: "button", className: "fold", tabIndex: -1 });
  button.append(...label.childNodes);
  label.replaceWith(button);
}
for (const family of families) fold(family, isOpen(family));
expand.addEventListener("click", () => {
  const opened = !families.every(isOpen);
  for (const family of families) fold(family, opened);
});

// -- moving ------------------------------------------------------------------------------------------
let tabStop = null;
const makeTabStop = (element) => {
  if (tabStop) tabStop.tabIndex = -1;
  tabStop = element;
  tabStop.tabIndex = 0;
};

// Into the part of the window that neither the sticky header nor the sheet covers, and no farther than needed.
const bringIntoView = (element) => {
  const box = element.getBoundingClientRect();
  const above = box.top - grid.tHead.offsetHeight - 10;
  const below = box.bottom + 10 - (isSheet() && isShown() ? detail.getBoundingClientRect().top : innerHeight);
  scrollBy(0, above < 0 ? above : Math.min(Math.max(below, 0), above));
};
const focusCell = (element) => {
  makeTabStop(element);
  element.focus({ preventScroll: true });
  bringIntoView(element);
};

// What the arrows stop at: in a family's row its button and its tallies, in a mutant's row its cells.
const visibleRows = () => families.flatMap((family) => (isOpen(family) ? [...family.rows] : [family.rows[0]]));
const stopAt = (row, column) => (column === 0 && find(".fold", row)) || row.cells[Math.max(column, 1)];

const PAGE = 10;
const moves = {
  ArrowUp: (row, column) => [row - 1, column],
  ArrowDown: (row, column) => [row + 1, column],
  PageUp: (row, column) => [row - PAGE, column],
  PageDown: (row, column) => [row + PAGE, column],
  ArrowLeft: (row, column) => [row, column - 1],
  ArrowRight: (row, column) => [row, column + 1],
  Home: (row) => [row, 0],
  End: (row) => [row, suites.length],
};
const clamp = (number, last) => Math.min(Math.max(number, 0), last);

// Set where the keyboard opens a cell: its details then take the focus.
let focusDetail = false;

const activate = (cell) => {
  const { parentElement: row, cellIndex } = cell;
  if (row.matches(".family")) fold(row.parentElement, !isOpen(row.parentElement));
  // A mutant's name opens it in the suite that the headline is about.
  else open(rowWith.get(row), cellIndex ? cellIndex - 1 : data.home);
};

grid.addEventListener("keydown", (event) => {
  const cell = event.target.closest("tbody td, tbody th");
  if (!cell || event.altKey || event.metaKey || event.ctrlKey) return;
  if (event.key in moves) {
    event.preventDefault();
    const all = visibleRows();
    const [row, column] = moves[event.key](all.indexOf(cell.parentElement), cell.cellIndex);
    focusCell(stopAt(all[clamp(row, all.length - 1)], clamp(column, suites.length)));
  } else if ((event.key === "Enter" || event.key === " ") && cell === event.target) {
    event.preventDefault();
    focusDetail = true;
    activate(cell);
  }
});

grid.addEventListener("click", (event) => {
  const cell = event.target.closest("tbody td, tbody th");
  if (!cell) return;
  makeTabStop(stopAt(cell.parentElement, cell.cellIndex));
  tabStop.focus({ preventScroll: true });
  activate(cell);
});
