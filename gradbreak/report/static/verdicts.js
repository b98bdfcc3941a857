// Every mutant × every test: the strokes of the heat map are where the verdicts are kept.
const killed = (row, suite) => DETECTED.includes(row.states[suite]);

const heatMap = find("#heat-map");
const strips = findAll("#strips rect").map((strip) => ({
  left: Number(strip.getAttribute("x")),
  tests: Number(strip.getAttribute("width")),
}));
const membersOf = (band) => rows.filter((row) => row.family.id === `f-${band.dataset.family}`);
const verdicts = new Map();
for (const band of findAll(".band", heatMap)) {
  const members = membersOf(band);
  for (const row of members) verdicts.set(row, new Map());
  for (const path of findAll("g > path", band)) {
    let [x, y] = [0, 0];
    for (const [, right, down, length] of path.getAttribute("d").matchAll(/m(-?\d+) (-?\d+)h(\d+)/g)) {
      [x, y] = [x + Number(right), y + Number(down)];
      for (const end = x + Number(length); x < end; x += 1) verdicts.get(members[y]).set(x, path.className.baseVal);
    }
  }
}

// The states of a suite's tests on a mutant, in the order of the tests; what has no stroke was not reached.
const statesOf = (row, suite) => {
  const { left, tests: count } = strips[suite];
  return Array.from({ length: count }, (_, offset) => verdicts.get(row).get(left + offset) ?? "n");
};

// The number of the test that is shown for a cell: the shortest with the state of the whole suite, and of these the first.
const exampleOf = (row, suite) => {
  const length = (test) => data.test_lines[suite][test] || Infinity;
  const having = statesOf(row, suite).flatMap((state, test) => (state === row.states[suite] ? [test] : []));
  return having.reduce((best, test) => (length(test) < length(best) ? test : best));
};
