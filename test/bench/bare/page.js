window.bare = (request) =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    window.postMessage({ to: "bare", request }, location.origin, [port2]);
  });
