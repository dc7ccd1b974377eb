// The worker: does what the page asks for, one message after the other.

import { AssamError } from './assam-error.js';
import { Engine } from './assam-engine.js';

const PROGRESS_MS = 50;

let engine = null;
const opening = new Map();

const methods = {
  async create([options, lock, early]) {
    const held = await hold(lock);
    engine = await Engine.create(options, early);
    return { held };
  },
  async open([source, options], id) {
    const controller = new AbortController();
    opening.set(id, controller);
    try {
      return await engine.open(source, options, {
        signal: controller.signal,
        onProgress: progress(id),
      });
    } finally {
      opening.delete(id);
    }
  },
  async run([model, inputs, stay]) {
    const outputs = await engine.run(model, inputs, stay);
    // Buffers of the GPU stay with their device.
    Object.values(outputs).forEach((value) => delete value?.gpuBuffer);
    return outputs;
  },
};

/**
 * Holds a lock as long as this worker lives, so that the page learns of its
 * end however it comes; false where there are no locks.
 */
function hold(lock) {
  return new Promise((resolve) => {
    const held = globalThis.navigator?.locks?.request(lock, () => {
      resolve(true);
      return new Promise(() => {});
    });
    if (held) {
      held.catch(() => resolve(false));
    } else {
      resolve(false);
    }
  });
}

/** Tells the page how far a file has come, not more often than it can show. */
function progress(id) {
  let last = -Infinity;
  return (state) => {
    const now = performance.now();
    if (now - last >= PROGRESS_MS || state.loaded === state.total) {
      last = now;
      postMessage({ id, progress: state });
    }
  };
}

/** The buffers inside a value, which move to the page instead of being copied. */
function buffers(value, found = []) {
  if (ArrayBuffer.isView(value)) {
    found.push(value.buffer);
  } else if (typeof ImageBitmap === 'function' && value instanceof ImageBitmap) {
    found.push(value);
  } else if (value !== null && typeof value === 'object') {
    Object.values(value).forEach((inner) => buffers(inner, found));
  }
  return found;
}

addEventListener('message', async ({ data: { id, method, args } }) => {
  if (method === 'abort') {
    opening.get(args[0])?.abort();
    return;
  }
  let reply;
  try {
    const value = await (methods[method]?.(args, id) ?? engine[method](...args));
    reply = { id, value, report: await engine.report() };
  } catch (thrown) {
    const error = AssamError.from(thrown);
    reply = { id, error: { code: error.code, message: error.message }, failed: engine?.failed };
  }
  postMessage(reply, buffers(reply.value));
});
