/**
 * Lets everything happen that waits: events, painting, messages. A message comes back sooner than
 * a timer, which browsers make wait for 4 ms when it is asked for again and again.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
