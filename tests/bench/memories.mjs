// How much memory WebAssembly has, of whatever engine is started from now on.

/** Watches for engines to be started; the bytes of all their memories, whenever it is asked. */
export function watchMemories() {
  const memories = new Set();
  const note = (instance) => {
    for (const value of Object.values(instance.exports)) {
      if (value instanceof WebAssembly.Memory) memories.add(value);
    }
    return instance;
  };
  const { instantiate, Instance } = WebAssembly;
  WebAssembly.instantiate = async (...source) => {
    const result = await instantiate(...source);
    note(result.instance ?? result);
    return result;
  };
  WebAssembly.Instance = new Proxy(Instance, {
    construct: (target, source) => note(Reflect.construct(target, source)),
  });
  return () => [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}
