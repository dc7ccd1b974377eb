// Assam: runs trained neural networks in a web page. See assam.d.ts for the types.

import { AssamError } from './assam-error.js';
import { LocalHost, WorkerHost } from './assam-host.js';
import { reportOf } from './assam-report.js';

export { AssamError };

export const version = '@version@';

/** What is a picture without saying so. */
const IMAGES = /^(ImageBitmap|ImageData|VideoFrame|OffscreenCanvas|HTML(Image|Video|Canvas)Element)$/;

/** A picture as an input; see ImageInputOptions in assam.d.ts. */
export function image(source, options = {}) {
  return { ...options, image: source };
}

function kindOf(value) {
  return Object.prototype.toString.call(value).slice(8, -1);
}

const DEFAULTS = {
  backend: 'auto',
  threads: 'auto',
  worker: true,
  world: 'auto',
  variant: 'auto',
  seed: 0,
  maxMemoryBytes: 2 ** 32,
  memoryLimitBytes: Infinity,
  timeLimitMs: Infinity,
};

/** Hosts by what they were made with; models opened alike share one. */
const hosts = new Map();

/**
 * Opens a model.
 *
 * @param {string | URL | ArrayBuffer | ArrayBufferView | Blob} source the file, or where it is
 * @param {object} options see OpenOptions in assam.d.ts
 * @returns {Promise<Model>}
 */
export async function open(source, options = {}) {
  const given = { ...DEFAULTS, ...options };
  check(given);
  const file = sourceOf(source, 'the model');
  const data = Object.entries(given.externalData ?? {}).map(([name, d]) => [name, sourceOf(d, name)]);
  const { backend, seed, dims, memoryLimitBytes, timeLimitMs, signal, onProgress } = given;
  const { optimise, withoutPasses, tune } = given;
  if (signal?.aborted) {
    throw new AssamError('ABORTED', 'opening the model was aborted', { cause: signal.reason });
  }
  const starting = hostFor(given);
  // Weights are read when they are needed, and the caller may change its array meanwhile.
  const own = ownSource(file);
  const externalData = Object.fromEntries(data.map(([name, d]) => [name, ownSource(d)]));
  const host = await starting;
  host.retain();
  try {
    const info = await host.open(
      own,
      {
        ...{ backend, seed, dims, memoryLimitBytes, timeLimitMs, externalData },
        ...{ optimise, withoutPasses: withoutPasses && [...withoutPasses], tune },
      },
      { signal, onProgress },
    );
    return new Model(host, info, given);
  } catch (error) {
    host.release();
    throw AssamError.from(error);
  }
}

function check({ threads, world, variant, dims, seed, maxMemoryBytes, ...limits }) {
  if (threads !== 'auto' && !(Number.isInteger(threads) && threads >= 1)) {
    throw new AssamError('OPTION', `threads is ${threads} (allowed: auto, integers from 1 on)`);
  }
  if (!['auto', 'wasm', 'js'].includes(world)) {
    throw new AssamError('OPTION', `world is ${world} (allowed: auto, wasm, js)`);
  }
  if (!['auto', 'relaxed', 'plain'].includes(variant)) {
    throw new AssamError('OPTION', `variant is ${variant} (allowed: auto, relaxed, plain)`);
  }
  if (!Number.isSafeInteger(seed) && typeof seed !== 'bigint') {
    throw new AssamError('OPTION', `seed is ${seed} (allowed: integers)`);
  }
  if (!(maxMemoryBytes > 0)) {
    throw new AssamError('OPTION', `maxMemoryBytes is ${maxMemoryBytes} (allowed: above 0)`);
  }
  for (const name of ['memoryLimitBytes', 'timeLimitMs']) {
    if (!(limits[name] >= 0)) {
      throw new AssamError('OPTION', `${name} is ${limits[name]} (allowed: from 0 on)`);
    }
  }
  const { withoutPasses } = limits;
  for (const name of ['optimise', 'tune']) {
    if (limits[name] !== undefined && typeof limits[name] !== 'boolean') {
      throw new AssamError('OPTION', `${name} is ${limits[name]} (allowed: true, false)`);
    }
  }
  if (
    withoutPasses !== undefined &&
    !(Array.isArray(withoutPasses) && withoutPasses.every((name) => typeof name === 'string'))
  ) {
    throw new AssamError('OPTION', 'withoutPasses is not an array of strings');
  }
  for (const [name, size] of Object.entries(dims ?? {})) {
    if (!Number.isInteger(size) || size < 0 || size >= 2 ** 31) {
      throw new AssamError('OPTION', `dims.${name} is ${size} (allowed: integers from 0 on)`);
    }
  }
}

/** What a model file may be given as, in the form that engines take. */
function sourceOf(source, what) {
  if (typeof source === 'string' || source instanceof URL) {
    try {
      return { url: new URL(source, globalThis.document?.baseURI ?? globalThis.location?.href).href };
    } catch {
      throw new AssamError('NETWORK', `${what} has the address "${source}", which is none`);
    }
  }
  if (typeof Blob === 'function' && source instanceof Blob) {
    return { blob: source };
  }
  if (ArrayBuffer.isView(source)) {
    return { bytes: new Uint8Array(source.buffer, source.byteOffset, source.byteLength) };
  }
  if (
    source instanceof ArrayBuffer ||
    (typeof SharedArrayBuffer === 'function' && source instanceof SharedArrayBuffer)
  ) {
    return { bytes: new Uint8Array(source) };
  }
  throw new AssamError(
    'INPUT',
    `${what} is ${source === null ? 'null' : typeof source} (allowed: a URL, bytes or a Blob)`,
  );
}

/** The same, with bytes of our own that may move to a worker. */
function ownSource(source) {
  return source.bytes ? { bytes: source.bytes.slice() } : source;
}

/** A host that can take a new model. */
async function hostFor({ worker, world, variant, maxMemoryBytes, threads: wanted, backend }) {
  const threads = wanted === 'auto' ? defaultThreads() : wanted;
  const inWorker = worker && typeof Worker === 'function';
  // Which build is loaded depends on whether the backend may be the GPU's.
  const device = ['auto', 'webgpu', 'webgl'].includes(backend) ? backend : 'simd';
  const key = `${inWorker} ${world} ${variant} ${maxMemoryBytes} ${threads} ${device}`;
  let host = hosts.get(key);
  if (!host || (await usable(host)) === false) {
    const Host = inWorker ? WorkerHost : LocalHost;
    host = Host.create({ world, variant, maxMemoryBytes, threads, backend: device });
    hosts.set(key, host);
  }
  try {
    return await host;
  } catch (error) {
    hosts.delete(key);
    throw AssamError.from(error);
  }
}

/** Half of the processors, four at most: the page and the browser want some, too. */
function defaultThreads() {
  const cores = globalThis.navigator?.hardwareConcurrency ?? 1;
  return globalThis.crossOriginIsolated ? Math.min(4, Math.ceil(cores / 2)) : 1;
}

async function usable(host) {
  try {
    return (await host).usable;
  } catch {
    return false;
  }
}

/** An open model. */
class Model {
  #host;
  #info;
  #options;
  #closed = null;

  constructor(host, info, options) {
    this.#host = host;
    this.#info = info;
    this.#options = options;
    /** The inputs in the model's order: { name, kind, type, dims, required }. */
    this.inputs = info.inputs;
    /** The outputs in the model's order, as far as they are known before a run. */
    this.outputs = info.outputs;
  }

  /**
   * Runs the model once; calls wait for one another.
   *
   * @param {object} inputs by name: { data, dims, type? }, an array of such, or null for none
   * @returns {Promise<object>} outputs by name: { data, dims, type }
   */
  async run(inputs, { outputs = 'cpu' } = {}) {
    const given = this.#given(inputs);
    const tensors = outputs === 'cpu' ? null : await import('./assam-tensor.js');
    const stay = tensors?.staying(this.outputs, outputs);
    const started = performance.now();
    try {
      const results = await this.#host.run(this.#info.id, given, stay);
      return tensors?.wrapped(this.#host, results, stay) ?? results;
    } catch (error) {
      throw AssamError.from(error);
    } finally {
      this.#info.times.lastRunMs = performance.now() - started;
      this.#info.times.firstRunMs ??= this.#info.times.lastRunMs;
    }
  }

  /** Inputs as hosts take them. */
  #given(inputs) {
    if (this.#closed) {
      throw new AssamError('CLOSED', 'the session was already closed');
    }
    if (inputs === null || typeof inputs !== 'object') {
      throw new AssamError('INPUT', 'the inputs are not an object of values by name');
    }
    const given = {};
    for (const [name, value] of Object.entries(inputs)) {
      const kind = kindOf(value);
      given[name] =
        value?.inputFor?.(this.#host, `input "${name}"`) ??
        (kind === 'GPUBuffer' ? { data: value } : IMAGES.test(kind) ? { image: value } : value);
    }
    return given;
  }

  /** The GPUDevice of a model on WebGPU in the calling thread, whose buffers may be inputs; else null. */
  get device() {
    return this.#info.backend === 'webgpu' ? this.#host.gpuDevice : null;
  }

  /** What is used, what is not and why, and how much memory; see Report in assam.d.ts. */
  report() {
    return reportOf(version, this.#host, this.#info, this.#options);
  }

  /** Where each node runs, and what a run copies between memories; see Profile in assam.d.ts. */
  async profile(inputs) {
    try {
      return inputs === undefined
        ? await this.#host.ask('profile', this.#info.id)
        : await this.#host.timed(this.#info.id, this.#given(inputs));
    } catch (error) {
      throw AssamError.from(error);
    }
  }

  /** Gives the model's memory back; may be called again. */
  close() {
    this.#closed ??= this.#host.close(this.#info.id).finally(() => this.#host.release());
    return this.#closed;
  }
}
