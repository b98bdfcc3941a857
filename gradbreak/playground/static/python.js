// The life of the worker: started, asked, watched, and started again where it gives no sign of life.
//
// Python cannot be interrupted from outside without shared memory, which a static server does not allow. So a worker
// that does not end is ended, and a fresh one takes its place.
const START_SECONDS = 180;
// What a first run takes on a machine with nothing else to do. On a slower one tests may take longer too.
const USUAL_SECONDS = 1.5;
const MOST_HEAP = 300 * 2 ** 20;

// A worker of the page's own, so that it inherits the page's content security policy.
const makeWorker = () => {
  const address = new URL("worker.js", document.baseURI).href;
  const source = URL.createObjectURL(new Blob([`import ${JSON.stringify(address)};`], { type: "text/javascript" }));
  return new Worker(source, { type: "module" });
};

// `on` has: told(message), stage(name), ready(), ended(request), full(), silent(beat, request, seconds) and
// failed(error, request, beat). A beat names the test that was running.
export const makePython = (language, project, on) => {
  let worker;
  let timer;
  let beat;
  let busy = null;
  let waiting = [];
  let isReady = false;
  let slowness = 1;

  const watch = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const request = busy;
      restart();
      on.silent(beat, request, seconds);
    }, seconds * 1000);
  };

  const next = () => {
    if (!isReady || busy || !waiting.length) return;
    busy = waiting.shift();
    beat = null;
    watch(10 * slowness);
    worker.postMessage(busy);
  };

  const handle = {
    stage: ({ stage }) => on.stage(stage),
    told: ({ message }) => on.told(JSON.parse(message), busy),
    beat: (each) => {
      if (!isReady) return;
      beat = each;
      watch(each.seconds * slowness * (busy?.patience ?? 1));
    },
    answered: ({ request, heap, took }) => {
      clearTimeout(timer);
      const ended = busy;
      busy = null;
      if (request === "start") {
        isReady = true;
        slowness = Math.max(1, took / USUAL_SECONDS);
        on.ready();
      } else {
        on.ended(ended);
        if (heap > MOST_HEAP) {
          restart();
          on.full();
        }
      }
      next();
    },
    failed: ({ request, error }) => {
      clearTimeout(timer);
      const ended = busy;
      if (request !== "start") restart();
      on.failed(error, ended, beat);
    },
  };

  const restart = () => {
    worker?.terminate();
    clearTimeout(timer);
    isReady = false;
    busy = null;
    worker = makeWorker();
    worker.onmessage = ({ data }) => handle[data.type](data);
    worker.onerror = (event) => handle.failed({ request: isReady ? "run" : "start", error: event.message || "worker.js" });
    watch(START_SECONDS);
    worker.postMessage({ request: "start", language, project });
  };

  restart();
  return {
    // A request of one kind takes the place of those of the same kind that wait.
    ask(request) {
      waiting = [...waiting.filter((each) => each.request !== request.request), request];
      next();
    },
    restart() {
      waiting = [];
      restart();
    },
    // From now on, and in every worker that follows, another engine.
    use(another) {
      project = another;
      waiting = [];
      restart();
    },
    isBusy: () => Boolean(busy),
    isReady: () => isReady,
  };
};
