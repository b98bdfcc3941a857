// What failed. In the data's lists a text stands where it is met first, and its number wherever it is met again.
const known = [];
const unfolded = (entry) => (typeof entry === "string" ? known[known.push(entry) - 1] : known[entry]);

// For each test that is met, its failures: statements with what came of them.
const untold = data.failures.tests.map((statements) =>
  statements.flatMap((list) => {
    const [statement, ...messages] = list.map(unfolded);
    return messages.map((message) => ({ statement, message }));
  }),
);
const choices = [...data.failures.choices];

// For each suite, the failure of its example.
const failuresOf = new Map();
const failures = suites.map((_, suite) => {
  const failing = inDataOrder.filter((row) => "ke".includes(row.states[suite]));
  return new Map(
    failing.map((row) => {
      const test = exampleOf(row, suite);
      const place = strips[suite].left + test;
      if (!failuresOf.has(place)) failuresOf.set(place, untold.shift());
      const choice = choices.shift().charCodeAt() - "A".charCodeAt();
      return [row, { test: tests[suite][test], ...failuresOf.get(place)[choice] }];
    }),
  );
});
