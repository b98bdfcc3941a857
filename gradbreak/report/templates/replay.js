(() => {
  "use strict";
  const PLAY_MS = 1100;
  const frames = JSON.parse(document.getElementById("frames").textContent);
  const panels = ["intact", "broken"].map((id, index) => {
    const root = document.getElementById(id);
    return {
      sweep: 2 + index, // where a frame holds this sweep's texts
      nodes: [...root.querySelectorAll(".node")],
      edges: [...root.querySelectorAll(".edge")],
      terms: [...root.querySelectorAll(".term")],
      gradients: [...root.querySelectorAll(".grad")],
    };
  });
  const scrub = document.getElementById("scrub");
  const now = document.getElementById("now");
  const play = document.getElementById("play");
  let at = frames.length;
  let timer = 0;

  // Everything is derived from the number of writes that have happened, so that any jump shows the truth.
  function show(count) {
    at = Math.max(0, Math.min(frames.length, count));
    for (const panel of panels) {
      panel.gradients.forEach((text) => { text.textContent = text.dataset.start; });
      [...panel.nodes, ...panel.edges, ...panel.terms].forEach((part) => part.classList.remove("now"));
      frames.slice(0, at).forEach((frame, index) => {
        const [change, after] = frame[panel.sweep];
        const isNow = index === at - 1;
        if (!change || frame[0] < 0) return;
        panel.gradients[frame[0]].textContent = isNow ? change : after;
        if (isNow) {
          panel.nodes[frame[0]].classList.add("now");
          if (frame[1] >= 0) panel.edges[frame[1]].classList.add("now");
          panel.terms.filter((term) => Number(term.dataset.edge) === frame[1]).forEach((term) => term.classList.add("now"));
        }
      });
    }
    document.querySelectorAll("tr.now").forEach((row) => row.classList.remove("now"));
    const row = document.getElementById(`write-${at}`);
    if (row) row.classList.add("now");
    now.textContent = row ? sentence(row) : "Before the sweep.";
    scrub.value = at;
    history.replaceState(null, "", `#write=${at}`);
  }

  function sentence(row) {
    const [number, site, node, intact, broken, remark] = [...row.cells].map((cell) => cell.textContent);
    const both = intact === broken ? intact : `${intact || "nothing"} intact, ${broken || "nothing"} broken`;
    return `${number} of ${frames.length}: ${site} writes to ${node}: ${both}${remark ? `. ${remark}` : ""}`;
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    play.textContent = "▶ Play";
    play.setAttribute("aria-label", "Play");
  }

  function toggle() {
    if (timer) return stop();
    if (at === frames.length) show(0);
    play.textContent = "❚❚ Pause";
    play.setAttribute("aria-label", "Pause");
    timer = setInterval(() => {
      show(at + 1);
      if (at === frames.length) stop();
    }, PLAY_MS);
  }

  function go(count) {
    stop();
    show(count);
  }

  document.getElementById("first").addEventListener("click", () => go(0));
  document.getElementById("back").addEventListener("click", () => go(at - 1));
  document.getElementById("next").addEventListener("click", () => go(at + 1));
  play.addEventListener("click", toggle);
  scrub.addEventListener("input", () => go(Number(scrub.value)));
  document.addEventListener("keydown", (event) => {
    if (event.target === scrub || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowRight") go(at + 1);
    else if (event.key === "ArrowLeft") go(at - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(frames.length);
    else return;
    event.preventDefault();
  });
  scrub.max = frames.length;
  document.getElementById("stepper").hidden = false;
  const asked = /^#write=(\d+)$/.exec(location.hash);
  show(asked ? Number(asked[1]) : frames.length);
})();
