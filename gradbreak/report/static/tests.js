// The tables of tests: beside each number of kills a bar, and where a test alone kills something a link to the first.
const onlyKilledBy = new Map();
for (const row of inDataOrder.filter(({ place }) => place)) {
  const killers = [...verdicts.get(row)].filter(([, state]) => DETECTED.includes(state));
  if (killers.length === 1 && !onlyKilledBy.has(killers[0][0])) onlyKilledBy.set(killers[0][0], row);
}

const testRows = findAll("#tests .suite").map((suite) => findAll("tbody tr", suite));
const most = Math.max(...testRows.flat().map((row) => Number(row.cells[1].textContent) || 0), 1);
for (const [suite, list] of testRows.entries()) {
  for (const [index, { cells }] of list.entries()) {
    const bar = make("i");
    bar.style.width = `${(100 * Number(cells[1].textContent)) / most}%`;
    cells[1].append(bar);
    const only = onlyKilledBy.get(strips[suite].left + index);
    const alone = cells[cells.length - 2];
    if (only) alone.replaceChildren(make("a", { href: address(only, suite), textContent: alone.textContent }));
  }
}
