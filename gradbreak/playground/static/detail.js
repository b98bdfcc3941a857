// The details of the broken engine that somebody chose: at once what is known, then what Python explains.
import { find, make, makePlayer } from "./shared.js";
import { safeMarkup } from "./safe_markup.js";

const MOST_FAILURES = 2;

const LEAST_SEEN = 260;

// Scrolls just as far as the beginning of the details needs, so that what was chosen stays in sight where it can.
const bringIntoSight = (panel) => {
  const hidden = Math.min(panel.getBoundingClientRect().height, LEAST_SEEN) - (innerHeight - panel.getBoundingClientRect().top);
  if (hidden > 0) scrollBy({ top: hidden + 12 });
};

const failureOf = ({ test, failure }) =>
  make(
    "figure",
    { className: "failure" },
    make("figcaption", {}, make("code", { textContent: test.split("::").slice(1).join("::") })),
    make("pre", { tabIndex: 0 }, make("b", { textContent: failure.statement }), `\n${failure.message}`),
  );

// `variantOf` finds a broken engine by its id; `explain` asks Python about one, by one test.
export const makeDetail = (variantOf, explain) => {
  const panel = find("#explained");
  const empty = [...panel.childNodes];
  let chosen = "";
  let isNew = false;

  const open = (id, told, byPerson = true) => {
    chosen = id;
    isNew = byPerson;
    if (!told) return;
    const failures = told.catches.filter(({ failure }) => failure).slice(0, MOST_FAILURES);
    panel.replaceChildren(
      make("h3", {}, make("code", { textContent: variantOf(id).name })),
      make("p", { className: "says", textContent: told.says }),
      ...failures.map(failureOf),
    );
    if (isNew) bringIntoSight(panel);
    explain(id, told.catches[0]?.test || told.closest);
  };
  return {
    open,
    // After another run: the same broken engine, with what the tests make of it now.
    again: (rows) => {
      if (chosen) open(chosen, rows.get(chosen), false);
    },
    show({ id, markup, replay }) {
      if (id !== chosen) return;
      panel.append(...safeMarkup(markup));
      if (isNew) bringIntoSight(panel);
      isNew = false;
      const figure = find(".sweep", panel);
      if (replay && find(".player", figure)) makePlayer(figure, replay);
    },
    close() {
      chosen = "";
      panel.replaceChildren(...empty);
    },
  };
};
