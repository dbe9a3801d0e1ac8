const WINDOW = { url: "window.html", type: "popup", width: 400, height: 640, focused: true };

chrome.runtime.onMessage.addListener((request, _sender, respond) => {
  if (request === "echo") respond("echo");
  if (request === "window") chrome.windows.create(WINDOW).then(() => respond("opened"));
  return true;
});
