// Keys for the whole page. Single letters can be switched off, for those who dictate or whose keys stick.
const help = find("#help");
const keysOn = find("#keys-on");
keysOn.checked = remembered.get("keys") !== "off";
keysOn.addEventListener("change", () => remembered.set("keys", keysOn.checked ? "on" : "off"));

const showHelp = () => help.showModal();
find("#help-open").addEventListener("click", showHelp);

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.metaKey || event.ctrlKey || help.open || event.target.matches("input, textarea, select")) return;
  if (event.key === "Escape") {
    if (event.target.matches(".term")) event.target.blur();
    else close();
  }
  if (!keysOn.checked) return;
  if (event.key === "j") step(1);
  if (event.key === "k") step(-1);
  if (event.key === "?") showHelp();
});
