// j and k: the next and the previous mutant that a suite lets live, wherever its family is folded away.
const step = (direction) => {
  const suite = shown?.suite ?? data.home;
  const survivors = rows.filter((row) => !row.argument && !killed(row, suite));
  if (!survivors.length) {
    hint.textContent = say("no_survivor", { suite: suites[suite] });
    detail.replaceChildren(hint);
    return;
  }
  const from = rows.indexOf(shown?.row);
  // Past the last comes the first again.
  const next =
    direction > 0
      ? survivors.find((row) => rows.indexOf(row) > from) ?? survivors[0]
      : survivors.findLast((row) => rows.indexOf(row) < from) ?? survivors.at(-1);
  focusDetail = detail.contains(document.activeElement);
  open(next, suite);
  if (!focusDetail && !isSheet()) {
    fold(next.family, true);
    focusCell(cellOf(next, suite));
  }
};
