// Before the page's own scripts, and no module as they are: says why those do not run, where they do not.
{
  const tell = (key, error) => {
    const status = document.querySelector("#status");
    const page = document.documentElement;
    // Once the page's own scripts run, they say what goes wrong.
    if (!status || page.dataset.state || page.dataset.python) return;
    status.textContent = status.dataset[key].replace("{error}", error);
    document.querySelector("#loading").hidden = true;
    page.classList.add("not-started");
  };
  const told = ({ message, target }) => tell("incomplete", message || target?.src?.split("/").at(-1) || "");
  addEventListener("error", told, true);
  addEventListener("unhandledrejection", ({ reason }) => told({ message: String(reason) }));
  if (location.protocol === "file:") addEventListener("DOMContentLoaded", () => tell("fromDisk"));
}
