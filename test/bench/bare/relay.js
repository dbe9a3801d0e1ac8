window.addEventListener("message", async ({ source, data, ports: [port] }) => {
  if (source === window && data?.to === "bare")
    port.postMessage(await chrome.runtime.sendMessage(data.request));
});
