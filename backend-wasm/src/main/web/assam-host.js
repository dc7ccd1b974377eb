// Where an engine lives: a worker of its own, or the calling thread. Both answer the same requests.

import { AssamError } from './assam-error.js';
import { hasGpu, hasWebGl, pickVariant } from './assam-features.js';
import { spawn } from './assam-spawn.js';
import { compileFor } from './assam-wasm.js';

/** Milliseconds that a worker without models waits for the next one. */
const IDLE_MS = 1000;

let lockCount = 0;

/** What ends a moment after the last of its models. */
class Host {
  #models = 0;
  #idle;

  /** One more model lives here. */
  retain() {
    clearTimeout(this.#idle);
    this.#models++;
  }

  /** One model less; without any, memory and threads are given back soon. */
  release() {
    this.#models--;
    if (this.#models === 0) {
      this.#idle = setTimeout(() => this.end(), IDLE_MS);
    }
  }
}

/** An engine in the calling thread. */
export class LocalHost extends Host {
  #engine;
  /** What the engine last said of itself. */
  report = null;
  worker = false;

  static async create(options) {
    const { Engine } = await import('./assam-engine.js');
    const host = new LocalHost();
    host.#engine = await Engine.create(options);
    return host;
  }

  get usable() {
    return this.#engine !== null && !this.#engine.failed;
  }

  async open(source, options, { signal, onProgress }) {
    const info = await this.#engine.open(source, options, { signal, onProgress });
    this.report = await this.#engine.report();
    return info;
  }

  async run(id, inputs, stay) {
    const outputs = await this.#engine.run(id, inputs, stay);
    this.report = await this.#engine.report();
    return outputs;
  }

  timed(id, inputs) {
    return this.#engine.timed(id, inputs);
  }

  /** Asks the engine for something by its method's name. */
  async ask(method, ...args) {
    const answer = await this.#engine[method](...args);
    this.report = await this.#engine.report();
    return answer;
  }

  get gpuDevice() {
    return this.#engine?.gpuDevice ?? null;
  }

  async close(id) {
    if (this.usable) {
      await this.#engine.close(id);
      this.report = await this.#engine.report();
    }
  }

  end() {
    this.#engine.end();
    this.#engine = null;
  }
}

/** An engine in a worker. */
export class WorkerHost extends Host {
  #worker;
  #pending = new Map();
  #nextId = 0;
  #ended = null;
  usable = true;
  report = null;
  worker = true;

  static async create(options) {
    const host = new WorkerHost();
    const lock = `assam-worker-${performance.timeOrigin}-${Math.random()}-${lockCount++}`;
    host.#worker = spawn(new URL('./assam-worker.js', import.meta.url), 'assam');
    host.#worker.addEventListener('message', ({ data }) => host.#receive(data));
    host.#worker.addEventListener('error', (event) => {
      event.preventDefault();
      host.#end(event.message || 'its script could not be loaded');
    });
    host.#worker.addEventListener('messageerror', () => host.#end('a message could not be read'));
    const early = await compiledEarly(options);
    const { held } = await host.#request('create', [options, lock, early]);
    if (held) {
      host.#watch(lock);
    }
    return host;
  }

  /** The worker holds the lock as long as it lives; whoever gets it next knows that it is dead. */
  #watch(lock) {
    navigator.locks.request(lock, () => this.#end('the browser ended it')).catch(() => {});
  }

  #request(method, args, { transfer = [], signal, onProgress } = {}) {
    if (this.#ended) {
      return Promise.reject(this.#ended);
    }
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const abort = () => this.#worker.postMessage({ method: 'abort', args: [id] });
      const done = () => signal?.removeEventListener('abort', abort);
      this.#pending.set(id, { resolve, reject, done, onProgress });
      signal?.addEventListener('abort', abort);
      this.#worker.postMessage({ id, method, args }, transfer);
    });
  }

  #receive({ id, progress, value, report, error, failed }) {
    const request = this.#pending.get(id);
    if (progress) {
      request?.onProgress?.(progress);
      return;
    }
    this.#pending.delete(id);
    if (failed) {
      this.usable = false;
    }
    this.report = report ?? this.report;
    request?.done();
    if (error) {
      request?.reject(new AssamError(error.code, error.message));
    } else {
      request?.resolve(value);
    }
  }

  /** Nothing more will come: every promise that waits is rejected. */
  #end(why) {
    if (this.#ended) {
      return;
    }
    this.#ended = new AssamError('INTERNAL', `Assam's worker ended: ${why}; open the model again`);
    this.usable = false;
    this.#worker.terminate();
    for (const { reject, done } of this.#pending.values()) {
      done();
      reject(this.#ended);
    }
    this.#pending.clear();
  }

  open(source, options, { signal, onProgress }) {
    const sources = [source, ...Object.values(options.externalData)];
    const transfer = sources.filter(({ bytes }) => bytes).map(({ bytes }) => bytes.buffer);
    return this.#request('open', [source, options], { transfer, signal, onProgress });
  }

  run(id, inputs, stay) {
    return this.#send('run', id, inputs, stay);
  }

  timed(id, inputs) {
    return this.#send('timed', id, inputs);
  }

  async #send(method, id, inputs, ...more) {
    const transfer = [];
    const copied = {};
    for (const [name, value] of Object.entries(inputs)) {
      const sent = copyValue(`input "${name}"`, value, transfer);
      copied[name] = sent instanceof Promise ? await sent : sent;
    }
    return this.#request(method, [id, copied, ...more], { transfer });
  }

  ask(method, ...args) {
    return this.#request(method, args);
  }

  gpuDevice = null;

  async close(id) {
    // A worker that has ended has nothing left to close.
    await this.#request('close', [id]).catch(() => {});
  }

  end() {
    this.usable = false;
    this.#ended ??= new AssamError('CLOSED', 'the session was already closed');
    this.#worker.terminate();
  }
}

/** The module that the worker will want, compiled while it starts; null leaves it to the worker. */
async function compiledEarly({ world, variant, threads, backend }) {
  try {
    const picked = world === 'js' ? {} : pickVariant(variant);
    if (picked.variant && (backend === 'webgpu' || (backend === 'auto' && (await hasGpu())))) {
      return await compileFor('webgpu', 1);
    }
    if (picked.variant && (backend === 'webgl' || (backend === 'auto' && hasWebGl()))) {
      return await compileFor('webgl', 1);
    }
    return picked.variant ? await compileFor(picked.variant, threads) : null;
  } catch {
    return null;
  }
}

/** The caller keeps its arrays: copies of them move to the worker, once and whole. */
function copyArray(array, transfer) {
  const copy = array.slice();
  transfer.push(copy.buffer);
  return copy;
}

function copyValue(what, value, transfer) {
  if (value === null || value === undefined) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((element) => copyValue(what, element, transfer));
  }
  if (value.image !== undefined) {
    return import('./assam-image.js').then(async ({ forWorker }) => {
      const image = await forWorker(what, value.image, transfer);
      return { ...value, image, owned: image.close !== undefined };
    });
  }
  if (value.kept !== undefined) {
    return value;
  }
  if (value.data?.mapState !== undefined) {
    throw new AssamError(
      'INPUT',
      `${what} is a GPUBuffer, which cannot go to the session's worker (allowed: open the model with worker: false, and make buffers with model.device)`,
    );
  }
  const { type, dims, data } = value;
  return {
    type,
    dims: dims && Array.from(dims, Number),
    data: ArrayBuffer.isView(data)
      ? data instanceof DataView
        ? undefined
        : copyArray(data, transfer)
      : Array.isArray(data)
        ? data
        : undefined,
  };
}
