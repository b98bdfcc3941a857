// Python, in a worker: it takes requests, and passes on what Python tells. It knows nothing of what they mean.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const ROOT = "/home/pyodide/project";
const here = new URL(".", import.meta.url).href;
let session;
let heap;
let unpack;
let hasHypothesis = false;

// Beyond this Python raises MemoryError, which a test survives; a browser that runs out of memory ends the whole page.
const MOST_MEMORY = 2 ** 29;
const { grow } = WebAssembly.Memory.prototype;
WebAssembly.Memory.prototype.grow = function limited(pages) {
  if (this.buffer.byteLength + Number(pages) * 65536 > MOST_MEMORY) throw new RangeError("too much memory");
  return grow.call(this, pages);
};

const bytes = async (name) => {
  const response = await fetch(`${here}${name}`);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response.arrayBuffer();
};

// Pyodide waits for ever for a file that is missing.
const PARTS = ["pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"].map((name) => `pyodide/${name}`);

const checkPart = async (name) => {
  const response = await fetch(`${here}${name}`, { method: "HEAD" });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
};

const start = async ({ language, project }) => {
  await Promise.all([...PARTS, "packages.zip", "gradbreak.zip"].map(checkPart));
  const archives = ["packages.zip", "gradbreak.zip"].map(bytes);
  const python = await loadPyodide({
    indexURL: `${here}pyodide/`,
    stdout: () => {},
    stderr: () => {},
    // Nothing of the browser is given to Python but what its event loop needs: no network, no storage, no page.
    jsglobals: { Object, Array, Promise, setTimeout, clearTimeout },
  });
  postMessage({ type: "stage", stage: "loading_pytest" });
  unpack = (archive) => python.unpackArchive(archive, "zip", { extractDir: "/site" });
  for (const archive of await Promise.all(archives)) unpack(archive);
  python.FS.mkdirTree(ROOT);
  python.runPython("import sys; sys.path.insert(0, '/site')");
  const { PlaygroundSession } = python.pyimport("gradbreak.playground.browser.session");
  session = PlaygroundSession(
    ROOT,
    language,
    (message) => postMessage({ type: "told", message }),
    (row, test, seconds) => postMessage({ type: "beat", row, test, seconds }),
  );
  heap = () => python._module.HEAPU8.length;
  session.open(project);
  const began = performance.now();
  session.warm_up();
  return (performance.now() - began) / 1000;
};

const requests = {
  start,
  run: ({ text, start: from, hanging, families, caught, fatal }) =>
    session.run_request(JSON.stringify([text, from, hanging, families, caught, fatal])),
  detail: ({ text, id, test }) => session.detail(text, id, test),
  take: ({ files, isEngine }) => session.take(JSON.stringify([files, isEngine])),
};

// Half a megabyte that few tests need.
const loadWhatIsImported = async (text) => {
  if (hasHypothesis || !/\bhypothesis\b/.test(text)) return;
  unpack(await bytes("hypothesis.zip"));
  hasHypothesis = true;
};

onmessage = async ({ data }) => {
  try {
    if (data.text) await loadWhatIsImported(data.text);
    const took = await requests[data.request](data);
    postMessage({ type: "answered", request: data.request, heap: heap(), took });
  } catch (error) {
    postMessage({ type: "failed", request: data.request, error: String(error.message ?? error).slice(-2000) });
  }
};
