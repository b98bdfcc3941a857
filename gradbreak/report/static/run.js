// The run, read back from the page's own markup: what stands there already is not sent a second time as data.
const DETECTED = "ketd";
const REACHED = DETECTED + "opsz";

const grid = find("#grid");
const suites = findAll("thead .long", grid)
  .filter((name) => name.parentElement.matches("th"))
  .map((name) => name.textContent);

// The lines of the engine's files, and the marks beside them: one for each mutant, in the order of the data.
const sources = findAll("#source .code").map((file) => [...file.children]);
const marks = findAll("#source .code a");
const placeOf = (mark) => {
  const line = mark.closest("li");
  const file = sources.findIndex((lines) => lines.includes(line));
  return [file, sources[file].indexOf(line)];
};

// The data's rows are the mutants in the order of their marks, then the breaks; within a family that is the order of
// the page, too. An id is given where the ids of mutants do not go on counting; a break's own stands on the page.
const waiting = [...grid.tBodies].map((family) => [...family.rows].slice(1));
const { groups, columns, lengths, texts, members, arguments: reasons } = data.rows;
const ids = new Map(data.rows.ids.map(([order, name, number]) => [order, [name, number]]));
let [name, number] = ["", ""];
const inDataOrder = groups.map((group, order) => {
  [name, number] = ids.get(order) ?? [name, Number(number) + 1];
  const element = waiting[group].shift();
  const family = element.parentElement;
  // Where the family's heading says the change, the row does not.
  const [where, what] = [find("code", element), find("code ~ span", element) ?? find(".fold code", family)];
  const isBreak = order >= marks.length;
  const recorded = columns[order] < 0;
  return {
    id: isBreak ? where.textContent : name + number,
    title: [where, what].map((part) => part?.textContent).join("  "),
    element,
    family,
    states: [...element.cells].slice(1).map((cell) => cell.className),
    place: isBreak ? null : placeOf(marks[order]),
    // Which rows at once, a diff as it was recorded, or from which column how much becomes what.
    members: isBreak && members[order - marks.length],
    diff: recorded && texts[order],
    change: [columns[order], lengths[order], texts[order]],
    argument: reasons[order],
  };
});
const rowOf = new Map(inDataOrder.map((row) => [row.id, row]));
const rowWith = new Map(inDataOrder.map((row) => [row.element, row]));

// Rows in the order of the page.
const rows = findAll("tbody tr:not(.family)", grid).map((element) => rowWith.get(element));

// For each suite the names of its tests.
const tests = findAll("#tests .suite").map((suite) => findAll("tbody code", suite).map((name) => name.textContent));
