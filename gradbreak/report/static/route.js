// Every state has an address: #m=MUTANT&s=SUITE opens that cell, and the back button goes to the one before.
const address = (row, suite) => `#m=${encodeURIComponent(row.id)}&s=${encodeURIComponent(suites[suite])}`;

// What the address asks for; without a suite, in the one that the headline is about.
const asked = () => {
  const wanted = new URLSearchParams(location.hash.slice(1));
  if (!wanted.has("m")) return null;
  const suite = suites.indexOf(wanted.get("s"));
  return { id: wanted.get("m"), row: rowOf.get(wanted.get("m")), suite: suite < 0 ? data.home : suite };
};

const open = (row, suite) => {
  location.hash = address(row, suite);
};

const leave = () => {
  // Not through location.hash, which would scroll away from the cell that was open.
  history.pushState(null, "", "#matrix");
  arrive();
};
