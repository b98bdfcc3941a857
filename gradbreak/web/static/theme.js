// The colour theme: the system's, light, or dark, in turn.
const THEMES = ["auto", "light", "dark"];
const themeButton = find("#theme");
const theme = () => document.documentElement.dataset.theme ?? "auto";
const labelTheme = () => {
  themeButton.textContent = say(`theme_${theme()}`);
};
themeButton.addEventListener("click", () => {
  const next = THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length];
  if (next === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  remembered.set("theme", next === "auto" ? "" : next);
  labelTheme();
});
labelTheme();
