// Before the first paint: the mark that the script runs, and the theme that was chosen last.
document.documentElement.classList.add("js");
try {
  const theme = localStorage.getItem("gradbreak-theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing for files from disk still shows the page, in the system's theme.
}
