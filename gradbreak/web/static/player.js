// The player of a figure: after each write, what every node holds on the engine as it is and on the broken one.
const PLAY_MS = 1300;
const ARROW = " → ";
const SVG = "http://www.w3.org/2000/svg";

const part = (tag, attributes, text = "") => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
};
const changeOf = ([before, after]) => (after ? before + ARROW + after : say("step_none"));

const makePlayer = (figure, { nodes, frames, labels: labelled, lost, code }) => {
  const svg = find(".graph", figure);
  const circles = findAll("g", svg);
  const [edges, labels] = [findAll("path", svg), findAll(".label", svg)];
  const kinds = edges.map((edge) => edge.className.baseVal);
  const words = labels.map((label) => label.textContent);
  const marks = labels.map((label) => label.matches(".lost"));
  const written = new Map(findAll("tbody tr", figure).map((row) => [nodes.indexOf(find("code", row).textContent), row]));
  const steps = frames.map(([site, node, edge, closure, before, after, broken, line, product]) => {
    const intact = [before, after];
    return { site, node, edge, closure, sweeps: [intact, broken ?? intact], code: code[line], product };
  });
  const gradient = find(".writes th", figure).textContent;
  const [play, scrub, output] = ["[data-do=play]", "input", "output"].map((each) => find(each, figure));
  const texts = circles.map((circle) => circle.appendChild(part("text", { class: "gradient" })));
  // The still is the end of the sweep; no write is looked at until somebody steps.
  let [at, timer] = [null, 0];

  const sentence = () => {
    if (!at) return say("step_start", { steps: steps.length });
    const { site, node, sweeps } = steps[at - 1];
    const name = nodes[node] ?? "?";
    const target = `${/^\w+$/.test(name) ? name : `(${name})`}.${gradient}`;
    const [intact, broken] = sweeps.map(changeOf);
    const change = intact === broken ? intact : say("step_differs", { intact, broken });
    return say("step", { step: at, steps: steps.length, site, target, change });
  };

  // The line that writes, and the numbers in it.
  const workings = () => {
    const { code, product } = steps[at - 1] ?? {};
    return [code, product].filter(Boolean).map((text) => make("code", { textContent: text }));
  };

  // What a node's gradient held, one value after the other; the first is from before its first write.
  const held = (node, sweep, count) => {
    const own = steps.filter((step) => step.node === node && step.sweeps[sweep][1]);
    const happened = steps.slice(0, count).filter((step) => own.includes(step));
    return own.length ? [own[0].sweeps[sweep][0], ...happened.map((step) => step.sweeps[sweep][1])] : [];
  };

  const drawNode = (circle, index, now) => {
    const isNow = now?.node === index;
    circle.classList.toggle("now", isNow);
    circle.classList.toggle("from", now?.closure === index);
    const [intact, broken] = [0, 1].map((sweep) =>
      isNow ? changeOf(now.sweeps[sweep]) : held(index, sweep, at).slice(1).at(-1) ?? "",
    );
    const { cx, cy, r } = find("circle", circle);
    const [x, y] = [cx.baseVal.value, cy.baseVal.value - r.baseVal.value - 6];
    const lines = intact === broken ? [[intact, ""]] : [[intact, ""], [broken, "broken"]];
    texts[index].replaceChildren(
      ...lines.map(([text, kind], line) => part("tspan", { x, y: y - 13 * (lines.length - 1 - line), class: kind }, text)),
    );
  };

  const drawWritten = (row, node, now) => {
    row.classList.toggle("now", now?.node === node);
    const ends = [0, 1].map((sweep) => {
      const values = held(node, sweep, at);
      if (!values.length) return "";
      const last = values.pop();
      row.cells[sweep + 1].replaceChildren(
        ...values.flatMap((value) => [value, make("i", { textContent: ARROW })]),
        make("b", { textContent: last }),
      );
      return last;
    });
    row.classList.toggle("differs", ends[0] !== ends[1]);
  };

  // Everything follows from how many writes have happened, so that any jump shows the truth.
  const show = (count) => {
    at = Math.min(Math.max(count, 0), steps.length);
    const [past, now] = [steps.slice(0, at), steps[at - 1]];
    const cameAlong = (edge) => past.some((step) => step.edge === edge);
    const isLost = (edge) => lost[edge] <= at;
    svg.classList.add("going");
    for (const [index, edge] of edges.entries()) {
      const kind = kinds[index] === "lost" && !isLost(index) ? "" : kinds[index];
      edge.setAttribute("class", cameAlong(index) ? `came ${kind}` : "");
      edge.classList.toggle("now", now?.edge === index);
    }
    for (const [index, label] of labels.entries()) {
      const isGone = marks[index] && isLost(labelled[index]);
      label.textContent = cameAlong(labelled[index]) ? (isGone ? words[index] : words[index].split(" ")[0]) : "";
      label.classList.toggle("lost", isGone);
    }
    for (const [index, circle] of circles.entries()) drawNode(circle, index, now);
    for (const [node, row] of written) drawWritten(row, node, now);
    scrub.value = at;
    output.className = "going";
    // What became of it is said at the end, and not before.
    find(".verdict", figure)?.classList.toggle("waiting", at < steps.length);
    output.replaceChildren(sentence(), ...workings());
    figure.dispatchEvent(new CustomEvent("step", { detail: at }));
  };

  const pause = () => {
    clearInterval(timer);
    timer = 0;
    play.textContent = say("play");
  };
  const go = (count) => {
    pause();
    show(count);
  };
  const run = () => {
    show(at === steps.length ? 0 : at ?? 0);
    play.textContent = say("pause");
    timer = setInterval(() => {
      show(at + 1);
      if (at === steps.length) pause();
    }, PLAY_MS);
  };
  const move = (by) => go(at === null ? (by > 0 ? 1 : steps.length - 1) : at + by);

  const panel = find(".player", figure);
  panel.addEventListener("click", (event) => {
    const what = event.target.closest("[data-do]")?.dataset.do;
    if (what === "play") (timer ? pause : run)();
    else if (what) move(Number(what));
  });
  scrub.addEventListener("input", () => go(Number(scrub.value)));
  panel.addEventListener("keydown", (event) => {
    // The slider has these keys already.
    if (event.target === scrub || event.altKey || event.metaKey || event.ctrlKey) return;
    const keys = { ArrowRight: () => move(1), ArrowLeft: () => move(-1), Home: () => go(0), End: () => go(steps.length) };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  pause();
};
