// The run, read back from the page's own markup: what stands there already is not sent a second time as data.
const DETECTED = "ketd";
const REACHED = DETECTED + "psz";

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
// the page, too. An id's name and number are left out where they follow from the row before.
const waiting = [...grid.tBodies].map((family) => [...family.rows].slice(1));
let last = { name: "", number: "" };
const inDataOrder = data.rows.map(([group, change, argument, ownName, ownNumber], order) => {
  const name = ownName || last.name;
  const number = ownNumber || (ownName ? "" : String(Number(last.number) + 1));
  last = { name, number };
  const element = waiting[group].shift();
  const family = element.parentElement;
  // Where the family's heading says the change, the row does not.
  const [where, what] = [find("code", element), find("code ~ span", element) ?? find(".fold code", family)];
  return {
    id: name + number,
    title: [where, what].map((part) => part?.textContent).join("  "),
    element,
    family,
    states: [...element.cells].slice(1).map((cell) => cell.className),
    place: marks[order] && placeOf(marks[order]),
    change,
    argument,
  };
});
const rowOf = new Map(inDataOrder.map((row) => [row.id, row]));
const rowWith = new Map(inDataOrder.map((row) => [row.element, row]));

// Rows in the order of the page.
const rows = findAll("tbody tr:not(.family)", grid).map((element) => rowWith.get(element));

// In the data's lists a text stands where it is met first, and its number wherever it is met again.
const unfolded = (lists) => {
  const known = [];
  const text = (entry) => (typeof entry === "string" ? known[known.push(entry) - 1] : known[entry]);
  return lists.map((list) => list.map(text));
};

// What failed, for each suite: a statement and a message for each row that is killed by an assertion or an exception.
const [statements, messages] = [unfolded(data.statements), unfolded(data.messages)];
const failures = suites.map((_, suite) => {
  const failing = inDataOrder.filter((row) => "ke".includes(row.states[suite]));
  return new Map(failing.map((row, index) => [row, [statements[suite][index], messages[suite][index]]]));
});

// For each suite the names of its tests.
const tests = findAll("#tests .suite").map((suite) => findAll("tbody code", suite).map((name) => name.textContent));
