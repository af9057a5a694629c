// Tells how long a page was looked at, where the visitor has allowed visits to be logged: only then this script is on the page.
const view = document.getElementById("visits-script").dataset.view;

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") navigator.sendBeacon(`/visits/left/${view}`);
});
