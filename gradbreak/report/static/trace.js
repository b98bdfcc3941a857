// The table of a trace's writes follows the player, and #write=N goes to a write.
const sweep = find(".sweep");
const controls = find(".player", sweep);

sweep.addEventListener("step", ({ detail: at }) => {
  find("#writes tr.now")?.classList.remove("now");
  find(`#write-${at}`)?.classList.add("now");
  history.replaceState(null, "", `#write=${at}`);
});

// The player answers to its keys wherever on this page they are pressed: it is the only one.
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.target.matches("input") || event.altKey || event.metaKey || event.ctrlKey) return;
  if (!["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
  event.preventDefault();
  controls.dispatchEvent(new KeyboardEvent("keydown", { key: event.key, cancelable: true }));
});

const goToAsked = () => {
  const asked = /^#write=(\d+)$/.exec(location.hash);
  if (!asked) return;
  const scrub = find("input", controls);
  scrub.value = asked[1];
  scrub.dispatchEvent(new Event("input"));
};
addEventListener("hashchange", goToAsked);
goToAsked();
