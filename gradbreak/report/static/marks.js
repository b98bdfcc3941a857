// Links to rows of the matrix: from the marks beside the source, named for those who cannot see where they stand, and
// from the list of equivalent mutants.
for (const [index, mark] of marks.entries()) {
  const row = inDataOrder[index];
  const count = suites.filter((_, suite) => killed(row, suite)).length;
  const name = row.argument
    ? say("mark_same", { mutant: row.title })
    : say("mark", { mutant: row.title, count, total: suites.length });
  mark.href = address(row, data.home);
  mark.title = name;
  mark.setAttribute("aria-label", name);
}
const equivalents = inDataOrder.filter((row) => row.argument);
for (const [index, link] of findAll(".same-list dt a").entries()) link.href = address(equivalents[index], data.home);
