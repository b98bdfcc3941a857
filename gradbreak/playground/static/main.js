// The page: what somebody types goes to Python after a pause, and what Python tells is shown.
import { makeRow } from "./broken_engines.js";
import { makeDetail } from "./detail.js";
import { makeEditor } from "./editor.js";
import { makeReader, openFiles, takeDrops } from "./files.js";
import { makeHints } from "./hints.js";
import { makeLesson } from "./lesson.js";
import { makeEngine } from "./own_engine.js";
import { makePython } from "./python.js";
import { makeLevels } from "./reached_levels.js";
import { linkOf, sharedText } from "./share.js";
import { data, find, remembered, say, withCode } from "./shared.js";
import { makeTests } from "./tests_list.js";

const PAUSE_MS = 300;

const headline = (text, tone) => {
  find("#verdict").textContent = text.replaceAll("`", "");
  find("#verdict").className = tone;
};
// What went wrong in this run. It stands in the status until the next one, whatever else is said there.
let mishap = "";
const status = (sentence) => find("#status").replaceChildren(...withCode([mishap, sentence].filter(Boolean).join(" ")));
const mishappened = (sentence) => {
  mishap = sentence;
  status("");
};
const complain = (sentence) => {
  mishappened(sentence);
  headline(sentence, "bad");
};
const inSeconds = (seconds) => seconds.toFixed(1).replace(".", data.decimal);
const state = (name, value) => {
  document.documentElement.dataset[name] = value;
};

const ownText = await (await fetch("project.json")).text();
let projectText = remembered.get("playground-engine") || ownText;
let project = JSON.parse(projectText);
// Tests of one engine are no tests of another, so each engine has its own text.
const key = () => (projectText === ownText ? "playground-text" : `playground-text-${project.engine.file}`);
const fromLink = await sharedText();
const kept = remembered.get(key());

let timer = 0;
let current = null;
let ended = 0;
let rows = new Map();
let names = [];

const editor = makeEditor(find("#editor"), {
  label: find("#editor").dataset.label,
  text: fromLink ?? kept ?? project.starter,
  changed(text) {
    remembered.set(key(), text);
    clearTimeout(timer);
    timer = setTimeout(run, PAUSE_MS);
    state("state", "typing");
    if (python.isReady()) status(say("typing"));
  },
});

const showTests = makeTests(editor);
const showHints = makeHints((test) => {
  editor.replace(`${editor.text().trimEnd()}\n\n\n${test}`);
  editor.focus();
});
const detail = makeDetail(
  (id) => project.broken.find((each) => each.id === id),
  (id, test) => python.ask({ request: "detail", text: current.text, id, test }),
);
let row = makeRow(project, choose);
let showReached = makeLevels(project);

function choose(id) {
  row.choose(id);
  detail.open(id, rows.get(id));
}

function run(families = false) {
  const nothingYet = { start: 0, hanging: [], fatal: [], caught: [] };
  current = { request: "run", text: editor.text(), ...nothingYet, families, began: performance.now() };
  mishap = "";
  if (!families) {
    row.clear();
    rows = new Map();
  }
  state("state", "running");
  if (python.isReady()) status(say("running"));
  python.ask(current);
}

// Goes on where an interpreter was given up.
const resume = (changes) => {
  const caught = [...rows.values()].filter(({ catches }) => catches.length).map(({ id }) => id);
  current = { ...current, caught, ...changes };
  python.ask(current);
};

const told = {
  collected(message) {
    ({ names } = message);
  },
  tests: ({ tests }) => showTests(tests),
  row(message) {
    rows.set(message.id, message);
    row.show(message);
  },
  summary({ headline: sentence, tone, levels, hints, is_final: isFinal }) {
    headline(sentence, tone);
    row.levels(levels);
    showHints(hints);
    if (isFinal) showReached(levels);
  },
  unusable({ line, message, headline: sentence }) {
    headline(sentence, "bad");
    editor.say(line ? [{ line, text: message }] : []);
    find("#tests ul").replaceChildren();
  },
  unclean({ message, row: following }) {
    python.restart();
    mishappened(say("unclean", { message }));
    state("state", "unclean");
    if (following !== null) resume({ start: following });
  },
  detail: (message) => detail.show(message),
  text({ text, says }) {
    editor.replace(text);
    note(says);
  },
  refused: ({ says }) => note(says),
  engine(message) {
    note("");
    engine.found(message);
  },
  done({ printed }) {
    find("#printed").hidden = !printed;
    if (printed) find("#printed pre").textContent = printed;
  },
};

const python = makePython(document.documentElement.lang, projectText, {
  stage(stage) {
    status(say(stage));
    find("#loading").value += 1;
  },
  ready() {
    find("#loading").hidden = true;
    state("python", "ready");
    if (current) return;
    status(say("ready"));
    run();
  },
  told: (message) => told[message.type](message),
  ended({ request }) {
    if (request !== "run") return;
    status(say("done", { seconds: inSeconds((performance.now() - current.began) / 1000) }));
    ended += 1;
    state("ended", String(ended));
    state("state", "done");
    detail.again(rows);
  },
  silent(beat, request, after) {
    state("state", "silent");
    const seconds = inSeconds(after);
    if (request?.request !== "run" || !beat || beat.test < 0) {
      complain(say("endless_import", { seconds }));
      return;
    }
    // A test that was given no processor for two seconds must not count as a kill: a broken engine gets a second chance.
    const where = `${beat.row} ${beat.test}`;
    if (beat.row >= 0 && current.suspected !== where) {
      resume({ start: beat.row, suspected: where, patience: 3 });
      return;
    }
    mishappened(say(beat.row < 0 ? "endless" : "endless_broken", { test: names[beat.test], seconds }));
    resume({ start: Math.max(beat.row, 0), hanging: [...current.hanging, [beat.row, beat.test]], patience: 1 });
  },
  full: () => mishappened(say("memory")),
  failed(error, request, beat) {
    state("state", "failed");
    if (request?.request === "run" && beat?.test >= 0) {
      mishappened(say("took_down", { test: names[beat.test] }));
      resume({ start: Math.max(beat.row, 0), fatal: [...current.fatal, [beat.row, beat.test]] });
      return;
    }
    const cannot = globalThis.WebAssembly && globalThis.Worker ? "cannot_load" : "no_worker";
    complain(say(request ? "crashed" : cannot, { error: error.trim().split("\n").at(-1) }));
    console.error(error);
  },
});

// From now on another engine, in an interpreter of its own.
const use = (text, tests) => {
  projectText = text || ownText;
  remembered.set("playground-engine", text);
  project = JSON.parse(projectText);
  rows = new Map();
  row = makeRow(project, choose);
  showReached = makeLevels(project);
  detail.close();
  current = null;
  python.use(projectText);
  editor.replace(tests || (remembered.get(key()) ?? project.starter));
  engine.show(project, projectText !== ownText);
};
const note = (sentence) => {
  find("#given").textContent = sentence;
  status(sentence);
};
// Python says what files hold. What was refused before it saw them is said still.
const take = (files, isEngine, refused = []) => {
  const sentence = [...refused, say("looking", { file: Object.keys(files).join(", ") })].join(" ");
  if (isEngine) engine.tell(sentence);
  else note(sentence);
  python.ask({ request: "take", files, isEngine });
};
const engine = makeEngine({ take, use, status });
engine.show(project, projectText !== ownText);
makeLesson((test) => {
  editor.replace(test);
  find("#editor").scrollIntoView({ block: "center" });
  editor.focus();
});

find("#share").addEventListener("click", async () => {
  const link = await linkOf(editor.text());
  if (!link) {
    status(say("too_long_to_share"));
    return;
  }
  history.replaceState(null, "", link);
  navigator.clipboard?.writeText(location.href).catch(() => {});
  status(say("shared"));
});
find("#restart").addEventListener("click", () => editor.replace(project.starter));
find("#run-families").addEventListener("click", () => run(true));
const read = makeReader(take, note);
openFiles(find("#open"), false, read);
openFiles(find("#engine-open"), true, read);
takeDrops(find("#engine"), find("#editor"), read);
if (!fromLink && kept && kept !== project.starter) status(say("restored"));
