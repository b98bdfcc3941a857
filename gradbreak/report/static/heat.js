// The heat map: a pointer reads it, a click opens a test's cell, and a filter draws a part of it large enough to name.
const reading = find("#heat-reading");
const readingHint = reading.textContent;
const filter = find("#heat-filter");

const TOP = 24;
const HEADING = 22;
const ROW = 18;
const COLUMN_NAMES = 190; // pixels above the columns, for their names
const LETTER = 7.3; // pixels
const MOST_ROW_NAMES = 60;
const MOST_COLUMN_NAMES = 40;

const bands = findAll(".band", heatMap).map((element) => {
  const members = membersOf(element);
  const height = Number(element.getAttribute("height"));
  return { element, title: element.previousElementSibling, members, drawn: members, least: height / members.length };
});
// Of each suite the tests that are drawn, by their numbers; between two suites one column stays free.
let drawnTests = strips.map(({ tests: count }) => Array.from({ length: count }, (_, test) => test));
const columnsOf = () =>
  drawnTests.flatMap((list, suite) => list.map((test) => ({ suite, test }))).reduce((all, column) => {
    if (all.length && all.at(-1).suite !== column.suite) all.push(null);
    return [...all, column];
  }, []);
let drawnColumns = columnsOf();

const under = (event) => {
  const element = event.target.closest?.(".band");
  if (!element) return null;
  // The box of the columns: an inner svg's own box is that of its strokes, mitred corners included.
  const box = find(".columns", element).getBoundingClientRect();
  const column = drawnColumns[Math.floor(((event.clientX - box.left) / box.width) * drawnColumns.length)];
  const rowsHere = bands.find((band) => band.element === element).drawn;
  const row = rowsHere[Math.floor(((event.clientY - box.top) / box.height) * rowsHere.length)];
  return row && column ? { row, ...column } : null;
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
  if (cell) open(cell.row, cell.suite, cell.test);
});

// -- drawing a part of it ----------------------------------------------------------------------------
const inSvg = (tag, attributes, text = "") => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
};
const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
// Tests of one file begin alike.
const ending = (text, most) => (text.length > most ? `…${text.slice(1 - most)}` : text);
const set = (element, attributes) => {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
};

// For each state a path whose strokes are runs of equal cells.
const pathsOf = (rowsHere) => {
  const paths = {};
  for (const [y, row] of rowsHere.entries()) {
    const states = suites.map((_, suite) => statesOf(row, suite));
    const line = drawnColumns.map((column) => (column ? states[column.suite][column.test] : "n"));
    for (let x = 0, end; x < line.length; x = end) {
      for (end = x + 1; line[end] === line[x]; ) end += 1;
      if (line[x] !== "n") paths[line[x]] = `${paths[line[x]] ?? ""}M${x} ${y}h${end - x}`;
    }
  }
  return Object.entries(paths).map(([state, d]) => inSvg("path", { class: state, d }));
};

const redraw = (isWhole) => {
  const count = bands.reduce((sum, band) => sum + band.drawn.length, 0);
  const namesRows = !isWhole && count <= MOST_ROW_NAMES;
  const namesColumns = !isWhole && drawnColumns.length <= MOST_COLUMN_NAMES;
  // Percent of the width for the names of rows.
  const left = namesRows ? (heatMap.clientWidth < 640 ? 46 : 24) : 0;
  const letters = Math.floor((heatMap.clientWidth * left) / 100 / LETTER) - 1;
  const percent = (column) => left + ((100 - left) * column) / drawnColumns.length;
  const starts = suites.map((_, suite) => drawnColumns.findIndex((column) => column?.suite === suite));
  const names = findAll(".names", heatMap);
  for (const [suite, rect] of findAll("#strips rect").entries()) {
    set(rect, { x: Math.max(starts[suite], 0), width: drawnTests[suite].length });
    names[suite].toggleAttribute("hidden", starts[suite] < 0);
    if (starts[suite] < 0) continue;
    for (const text of findAll("text", names[suite])) set(text, { x: `${percent(starts[suite])}%` });
  }
  const labels = inSvg("g", { id: "heat-labels" });
  let top = TOP + (namesColumns ? COLUMN_NAMES : 0);
  if (namesColumns) {
    for (const [x, column] of drawnColumns.entries()) {
      if (!column) continue;
      const svg = inSvg("svg", { x: `${percent(x + 0.5)}%`, y: top + HEADING - 6, overflow: "visible" });
      svg.append(inSvg("text", { transform: "rotate(-90)", y: 4 }, ending(tests[column.suite][column.test], COLUMN_NAMES / LETTER - 1)));
      labels.append(svg);
    }
  }
  for (const { element, title, drawn: rowsHere, least } of bands) {
    for (const part of [element, title]) part.toggleAttribute("hidden", !rowsHere.length);
    if (!rowsHere.length) continue;
    const each = namesRows ? ROW : least;
    set(title, { y: top + HEADING - 6 });
    set(element, { x: `${left}%`, y: top + HEADING, width: `${100 - left}%`, height: each * rowsHere.length });
    set(element, { viewBox: `0 0 ${drawnColumns.length} ${rowsHere.length}` });
    find("g", element).replaceChildren(...pathsOf(rowsHere));
    if (namesRows) {
      for (const [y, row] of rowsHere.entries()) {
        labels.append(inSvg("text", { x: 0, y: top + HEADING + ROW * (y + 0.75) }, cut(row.title.replace("  ", " "), letters)));
      }
    }
    top += HEADING + each * rowsHere.length;
  }
  find("#heat-labels")?.remove();
  heatMap.append(labels);
  heatMap.setAttribute("height", Math.max(top, TOP));
};

// The words that are typed are looked for in names, in any order and whatever their case.
const has = (name, wanted) => wanted.every((word) => name.toLowerCase().includes(word));
const words = (field) => field.value.toLowerCase().split(/\s+/).filter(Boolean);
filter.addEventListener("input", () => {
  const { suite: chosen, mutant, test } = filter.elements;
  const [inRows, inColumns] = [words(mutant), words(test)];
  drawnTests = suites.map((name, suite) =>
    chosen.value && chosen.value !== name ? [] : tests[suite].flatMap((each, index) => (has(each, inColumns) ? [index] : [])),
  );
  drawnColumns = columnsOf();
  for (const band of bands) band.drawn = drawnColumns.length ? band.members.filter((row) => has(row.title, inRows)) : [];
  const isEmpty = bands.every((band) => !band.drawn.length);
  redraw(!chosen.value && !inRows.length && !inColumns.length);
  reading.textContent = isEmpty ? say("heat_nothing") : readingHint;
});
filter.addEventListener("submit", (event) => event.preventDefault());
