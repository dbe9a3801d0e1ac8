// In every page: says that it was here, keeps what it can hear, and speaks the page's own words to the relay when told to.
const api = globalThis.browser ?? globalThis.chrome;
document.documentElement.setAttribute("data-hostile", "here");
const heard = [];
for (const type of ["message", "dfns:announceProvider", "dfns:requestProvider"])
  addEventListener(type, (event) => heard.push(JSON.stringify([type, event.data, event.detail])), true);

const ask = (call) =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => typeof data === "object" && resolve(data);
    postMessage({ to: "countersign", id: crypto.randomUUID(), ...call }, "*", [port2]);
  });

api.runtime.onMessage.addListener((message, _sender, reply) => {
  if (message.hear) reply(heard);
  else ask(message).then(reply);
  return true;
});
