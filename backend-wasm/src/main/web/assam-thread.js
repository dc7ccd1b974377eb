// A thread that helps with kernels: one more instance of the module over the same memory.

import { instance } from './assam-wasm.js';

// dev.assam.wasm.threads.Control's fields.
const FAILED = 4;

addEventListener(
  'message',
  async ({ data: { module, memory, heapOffset, base, control, number } }) => {
    let exports;
    try {
      exports = await instance(module, memory, heapOffset, base);
    } catch (error) {
      postMessage({ error: String(error) });
      return;
    }
    postMessage({ ready: true });
    try {
      exports.help(control, number);
    } catch (error) {
      console.error(error);
      // The thread that waits sees nothing but memory.
      Atomics.store(new Int32Array(memory.buffer), (control >>> 2) + FAILED, 1);
    }
  },
  { once: true },
);
