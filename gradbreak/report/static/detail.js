// The details of a cell: the change, how far it got, the assertion that failed, and every test's verdict.
const detail = find("#detail");
const hint = find(".hint", detail);
const template = find("#detail-template");
const isSheet = () => matchMedia("(max-width: 1120px)").matches;
const isShown = () => detail.classList.contains("opened");

// A chip with its state in words for those who do not see it, after the text that it belongs to.
const withState = (state, content) => [
  make("span", { className: `chip ${state}`, textContent: data.glyphs[state], ariaHidden: "true" }),
  content,
  make("span", { className: "hidden", textContent: `: ${say(`state_${state}`)}` }),
];

// Every survivor of the run has its reason.
const measured = !find(".band path.s", heatMap);

const countOf = (states, letters) => states.filter((state) => letters.includes(state)).length;

const fillLadder = (at, states) => {
  const steps = [
    [at("reached"), REACHED],
    [at("changed"), `${DETECTED}op`],
    [at("noticed"), DETECTED],
  ];
  // Whether a value differed is known only where writes were recorded.
  if (!measured) steps.splice(1, 1)[0][0].remove();
  let stopped = false;
  for (const [step, letters] of steps) {
    const count = countOf(states, letters);
    find("span", step).textContent = say("of_tests", { count, total: states.length });
    step.className = count ? "yes" : stopped ? "" : "stop";
    stopped ||= !count;
  }
};

const sentence = (state, states) => {
  const letters = DETECTED.includes(state) ? DETECTED : "op".includes(state) ? state : REACHED;
  return say(`verdict_${state}`, { count: countOf(states, letters), total: states.length });
};

const fillFailure = (at, row, suite) => {
  const failure = failures[suite].get(row);
  if (!failure?.message) {
    at("failure").remove();
    return;
  }
  at("failing-test").textContent = failure.test;
  at("statement").textContent = failure.statement;
  at("message").textContent = failure.message;
};

// The first write that differs in the suite's example, or one that had nothing to replace.
const fillWrite = (at, row, suite) => {
  const write = data.writes[inDataOrder.indexOf(row)]?.[suite];
  if (!write) {
    at("write").remove();
    return;
  }
  const [site, node, before, intact, changed, replaced] = write;
  const differs = changed !== undefined;
  find("span", at("write")).textContent = say(replaced ? "write_replaced" : differs ? "write_differs" : "write_same");
  find("figcaption code", at("write")).textContent = `${site} → ${node}`;
  const values = find("tbody tr", at("write"));
  values.classList.toggle("differs", differs);
  for (const value of [intact, changed ?? intact]) {
    values.append(make("td", {}, before && `${before} → `, make("b", { textContent: value })));
  }
};

const fillSuites = (at, row, suite) => {
  for (const [index, name] of suites.entries()) {
    const link = make("a", { href: address(row, index) }, ...withState(row.states[index], name));
    if (index === suite) link.setAttribute("aria-current", "true");
    at("suites").append(make("li", {}, link));
  }
};

// Which tests of other suites kill what lives here; the first few of them.
const SHOWN = 4;
const fillKillers = (at, row, suite) => {
  const killers = suites.flatMap((_, index) =>
    statesOf(row, index).flatMap((state, test) => (DETECTED.includes(state) ? [[index, test]] : [])),
  );
  if (killed(row, suite) || row.argument) {
    at("killers").remove();
    return;
  }
  const items = killers.slice(0, SHOWN).map(([index, test]) =>
    make("li", {}, make("a", { href: address(row, index), textContent: suites[index] }), make("code", { textContent: tests[index][test] })),
  );
  if (killers.length > SHOWN) items.push(make("li", { textContent: say("more", { count: killers.length - SHOWN }) }));
  if (!killers.length) items.push(make("li", { textContent: say("nobody") }));
  find("ul", at("killers")).append(...items);
};

// A test to paste into a suite, where this one lets the mutant live.
const remedyOf = new Map(data.remedies.flatMap(([source, ...orders]) => orders.map((order) => [inDataOrder[order], source])));
const fillRemedy = (at, row, suite) => {
  const source = remedyOf.get(row);
  if (!source || killed(row, suite)) at("remedy").remove();
  else find("code", at("remedy")).textContent = source;
};

// Where a page may not write to the clipboard, the text is selected for the reader to copy.
const copy = async (button) => {
  const code = find("code", button.closest("figure"));
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = say("copied");
  } catch {
    getSelection().selectAllChildren(code);
  }
};

// What explains this cell: with the chosen test, or with the suite's example where a test reaches the mutant.
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
const fillCommand = (at, row, suite, chosen) => {
  const example = REACHED.includes(row.states[suite]) ? exampleOf(row, suite) : -1;
  const test = tests[suite][chosen < 0 ? example : chosen];
  const which = test ? `--test ${quoted(test)}` : `--suite ${suites[suite]}`;
  // A mutant's title is one of its names; two blanks part its place from its change. A break's is a sentence.
  const name = row.members ? row.id : row.title.replace("  ", " ");
  find("code", at("command")).textContent =
    `gradbreak explain ${quoted(name)} \\\n    ${which}` + (data.options ? ` \\\n    ${data.options}` : "");
};

// The test that was opened, and how it ended; nothing where a suite as a whole is shown.
const fillChosen = (at, states, suite, chosen) => {
  if (chosen < 0) at("chosen").remove();
  else at("chosen").append(...withState(states[chosen], make("code", { textContent: tests[suite][chosen] })), `: ${say(`state_${states[chosen]}`)}`);
};

const fillTests = (at, states, suite) => {
  find("summary", at("tests")).textContent = say("all_tests", { total: states.length });
  for (const [index, state] of states.entries()) {
    const name = make("code", { textContent: tests[suite][index] });
    find("ul", at("tests")).append(make("li", {}, ...withState(state, name)));
  }
};

let shown = null;
const markOpen = (row, suite) => {
  if (shown) cellOf(shown.row, shown.suite).classList.remove("open");
  shown = row && { row, suite };
  if (shown) cellOf(row, suite).classList.add("open");
};

const show = (row, suite, test = -1) => {
  const content = template.content.cloneNode(true);
  const at = (name) => find(`[data-at="${name}"]`, content);
  const states = statesOf(row, suite);
  const state = row.states[suite];
  at("title").textContent = row.title;
  at("suite").textContent = suites[suite];
  at("verdict").textContent = say(`short_${state}`);
  at("verdict").className = state;
  fillChosen(at, states, suite, test);
  fillSuites(at, row, suite);
  at("diff").append(...drawnDiff(row));
  at("argument").textContent = row.argument ?? "";
  if (!row.argument) at("equivalent").remove();
  fillLadder(at, states);
  at("sentence").textContent = sentence(state, states);
  fillFailure(at, row, suite);
  fillWrite(at, row, suite);
  fillRemedy(at, row, suite);
  fillKillers(at, row, suite);
  fillCommand(at, row, suite, test);
  fillTests(at, states, suite);
  at("id").textContent = row.id;
  detail.replaceChildren(content);
  detail.scrollTop = 0;
  markOpen(row, suite);
};

// Shows what the address asks for, or nothing.
const arrive = () => {
  const wanted = asked();
  detail.classList.toggle("opened", Boolean(wanted?.row));
  if (wanted?.row) {
    const { row, suite, test } = wanted;
    fold(row.family, true);
    show(row, suite, test);
    makeTabStop(cellOf(row, suite));
    bringIntoView(cellOf(row, suite));
    if (focusDetail || isSheet()) detail.focus({ preventScroll: true });
    focusDetail = false;
  } else {
    markOpen(null);
    hint.textContent = wanted ? say("unknown", { mutant: wanted.id }) : say("empty");
    detail.replaceChildren(hint);
  }
};

const close = () => {
  if (!isShown()) return;
  const cell = cellOf(shown.row, shown.suite);
  leave();
  focusCell(cell);
};

detail.addEventListener("click", (event) => {
  const action = event.target.closest("[data-do]")?.dataset.do;
  if (action === "copy") copy(event.target);
  if (action === "close") close();
  if (action === "next") step(1);
  if (action === "previous") step(-1);
});
