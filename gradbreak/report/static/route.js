// Every state has an address: #m=MUTANT&s=SUITE&t=TEST opens that cell, with one of the suite's tests or without, and the
// back button goes to the one before.
const address = (row, suite, test = -1) =>
  `#m=${encodeURIComponent(row.id)}&s=${encodeURIComponent(suites[suite])}` +
  (test < 0 ? "" : `&t=${encodeURIComponent(tests[suite][test])}`);

// What the address asks for; without a suite, in the one that the headline is about.
const asked = () => {
  const wanted = new URLSearchParams(location.hash.slice(1));
  if (!wanted.has("m")) return null;
  const suite = suites.indexOf(wanted.get("s"));
  const test = suite < 0 ? -1 : tests[suite].indexOf(wanted.get("t"));
  return { id: wanted.get("m"), row: rowOf.get(wanted.get("m")), suite: suite < 0 ? data.home : suite, test };
};

const open = (row, suite, test) => {
  location.hash = address(row, suite, test);
};

const leave = () => {
  // Not through location.hash, which would scroll away from the cell that was open.
  history.pushState(null, "", "#matrix");
  arrive();
};
