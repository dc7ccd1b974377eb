// One instance of Assam with its models; lives in a worker or, if wanted, in the page's thread.

import { AssamError } from './assam-error.js';
import { detect, pickVariant } from './assam-features.js';
import { Reader, Writer, readInfo, readValue, writeValue } from './assam-message.js';
import { load } from './assam-source.js';
import { instantiateWasm } from './assam-wasm.js';

// dev.assam.wasm.Engine's operations.
const ALLOCATE = 0;
const RELEASE = 1;
const OPEN = 2;
const RUN = 3;
const CLOSE = 4;
const MEMORY = 5;
const FILE = 6;
const READY = 7;
const TAKE = 8;
const PROFILE = 9;
const HOLD = 10;

// How an answer begins.
const DONE = 0;
const LATER = 2;

const UINT8 = 2;
const MAX_STORAGE = 2 ** 31 - 1025;

/** The JavaScript build under the same few functions as the WebAssembly one. */
async function instantiateJs() {
  const java = await import('./assam-js.mjs');
  const bytes = (array, length) => new Uint8Array(array.buffer, array.byteOffset, length);
  return {
    world: 'js',
    variant: null,
    call: java.call,
    mailbox: (length) => bytes(java.mailbox(length), length),
    view: (handle, length) => bytes(java.view(handle), length),
    memory: null,
  };
}

/** Picks the build: what was asked for, or the best that this browser has. */
async function instantiate(world, wantedVariant, maxMemoryBytes, threads, early) {
  if (world === 'js') {
    return { java: await instantiateJs(), why: 'asked for' };
  }
  const { variant, why } = pickVariant(wantedVariant);
  if (why) {
    if (world === 'wasm') {
      throw new AssamError('UNSUPPORTED', `${why} (allowed: world "js")`);
    }
    return { java: await instantiateJs(), why };
  }
  try {
    return { java: await instantiateWasm(variant, maxMemoryBytes, threads, early), why: null };
  } catch (error) {
    if (world === 'wasm') {
      throw error;
    }
    return { java: await instantiateJs(), why: `assam-${variant}.wasm: ${error.message}` };
  }
}

/** The device for backends that compute on one, or, as `why`, what keeps this browser from it. */
async function acquireGpu(backend, world) {
  if (backend === 'webgl') {
    return acquireWebGl(world);
  }
  if (backend !== 'webgpu' && backend !== 'auto') {
    return {};
  }
  const unfit = world === 'js' ? 'the JavaScript build has no WebGPU backend' : pickVariant('plain').why;
  const webgpu = unfit ? null : await import('./assam-webgpu.js');
  const found = webgpu ? await webgpu.acquire() : { why: unfit };
  if (found.device && (backend === 'webgpu' || !found.adapter.software)) {
    return { gpu: new webgpu.Gpu(found), variant: 'webgpu' };
  }
  found.device?.destroy();
  const why = found.why ?? `the only WebGPU adapter, ${found.adapter.name}, is software`;
  if (backend === 'webgpu') {
    throw new AssamError('UNSUPPORTED', `${why} (allowed: backend "auto" or "simd")`);
  }
  if (unfit || typeof WebGL2RenderingContext !== 'function') {
    return { why: unfit ?? `${why}; this browser has no WebGL 2` };
  }
  const webgl = (await import('./assam-webgl.js')).acquire(true);
  return webgl.device
    ? { gpu: webgl.device, variant: 'webgl', why }
    : { why: `${why}; ${webgl.why}` };
}

async function acquireWebGl(world) {
  const unfit = world === 'js' ? 'the JavaScript build has no WebGL backend' : pickVariant('plain').why;
  const { device, why } = unfit ? { why: unfit } : (await import('./assam-webgl.js')).acquire();
  if (why) {
    throw new AssamError('UNSUPPORTED', `${why} (allowed: backend "auto" or "simd")`);
  }
  return { gpu: device, variant: 'webgl' };
}

export class Engine {
  #java;
  #why;
  #gpuWhy;
  #features;
  #models = new Map();
  /** Resolved once nothing runs. */
  #idle = Promise.resolve();
  /** Tensors that stayed on the device, by numbers for the page. */
  #kept = new Map();
  #nextKept = 0;
  /** Whether something went wrong that Java could not catch; then no new model should come here. */
  failed = false;

  /** @param early what compileFor answered elsewhere, if it was asked already */
  static async create(
    {
      world = 'auto',
      variant = 'auto',
      maxMemoryBytes = 2 ** 32,
      threads = 1,
      backend = 'simd',
    },
    early = null,
  ) {
    const engine = new Engine();
    engine.#features = detect();
    const { gpu, why: gpuWhy, variant: gpuVariant } = await acquireGpu(backend, world);
    engine.#gpuWhy = gpuWhy;
    const { java, why } = gpu
      ? { java: await instantiateWasm(gpuVariant, maxMemoryBytes, 1, early, gpu), why: null }
      : await instantiate(world, variant, maxMemoryBytes, threads, early);
    engine.#java = java;
    engine.#why = why;
    return engine;
  }

  /** Sends a request and answers a reader of the result; errors of Java's are thrown. */
  #request(operation, writer) {
    if (this.failed) {
      throw new AssamError('INTERNAL', 'an earlier error left nothing to go on with; open the model again');
    }
    const request = writer.finish();
    let reader;
    try {
      this.#java.mailbox(request.length).set(request);
      const length = this.#java.call(operation);
      reader = new Reader(this.#java.mailbox(length).slice());
    } catch (error) {
      this.failed = true;
      throw AssamError.from(error);
    }
    const status = reader.byte();
    if (status === LATER) {
      reader.ticket = reader.int();
    } else if (status !== DONE) {
      this.failed = this.#java.hasFailed?.() ?? false;
      const error = new AssamError(reader.string(), reader.string());
      error.missing = reader.list(() => reader.string());
      throw error;
    }
    return reader;
  }

  /** Sends a request and waits for its answer, if that is put off. */
  async #answer(operation, writer) {
    const reader = this.#request(operation, writer);
    if (reader.ticket === undefined) {
      return reader;
    }
    try {
      await this.#java.later(reader.ticket);
    } catch (error) {
      this.failed = true;
      throw AssamError.from(error);
    }
    return this.#request(TAKE, new Writer().int(reader.ticket));
  }

  /** Does something once everything before it is done. */
  #inTurn(action) {
    const result = this.#idle.then(action);
    this.#idle = result.catch(() => {});
    return result;
  }

  /** A zeroed storage of so many elements of the type with this number. */
  allocate(type, length) {
    if (length > MAX_STORAGE) {
      throw new AssamError('MEMORY', `a tensor of ${length} × 1 bytes is larger than 2 GiB`);
    }
    return this.#request(ALLOCATE, new Writer().int(type).int(length)).int();
  }

  /** The bytes of a storage, good until the next request. */
  view(handle, length) {
    return this.#java.view(handle, length);
  }

  release(handles) {
    if (handles.length > 0 && !this.failed) {
      const writer = new Writer().int(handles.length);
      handles.forEach((handle) => writer.int(handle));
      this.#request(RELEASE, writer);
    }
  }

  /**
   * Opens a model.
   *
   * @param source what assam-source.js loads: { url }, { bytes } or { blob }
   * @param options backend, seed, dims, externalData: { name: source }, optimise, withoutPasses
   */
  async open(source, options, { signal, onProgress } = {}) {
    const started = performance.now();
    const files = [];
    try {
      const file = this.#hold(await load(source, { signal, onProgress }));
      files.push(file);
      const external = new Map();
      for (const [name, from] of Object.entries(options.externalData ?? {})) {
        const data = this.#hold(await load(from, { signal }));
        files.push(data);
        external.set(name, data);
      }
      const loaded = performance.now();
      if (options.tune) {
        await this.#java.tune?.();
      }
      const open = (backend) =>
        this.#openFile(file, external, source.url, { ...options, backend }, { signal, files });
      const { reader, backendWhy } = await this.#openWith(options, open);
      const opened = performance.now();
      const model = {
        id: reader.int(),
        backend: reader.string(),
        backendWhy,
        producer: reader.string(),
        opsets: Object.fromEntries(reader.list(() => [reader.string() || 'ai.onnx', reader.int()])),
        inputs: reader.list(() => readInfo(reader)),
        outputs: reader.list(() => readInfo(reader)),
        modelBytes: file.length,
        times: { loadMs: loaded - started, openMs: opened - loaded },
      };
      model.session = model.id;
      if (options.backend === 'auto' && this.#deviceOf(model)) {
        // Kept as long as the model, for what the device turns out to have no room for.
        model.files = files.splice(0);
        model.onCpu = () => open('simd');
      }
      this.#models.set(model.id, model);
      await this.#makeReady(model);
      const { files: kept, onCpu, session, movedWhy, ...info } = model;
      return info;
    } finally {
      this.release(files.map((file) => file.handle));
    }
  }

  /** Opens with the backend asked for; with `auto` on the CPU if the GPU has no room. */
  async #openWith({ backend }, open) {
    const wanted = backend === 'wasm' && this.#java.world === 'wasm' ? 'simd' : backend;
    try {
      return { reader: await open(wanted), backendWhy: this.#gpuWhy };
    } catch (error) {
      if (backend !== 'auto' || !this.#java.gpu || !['DEVICE', 'MEMORY'].includes(error.code)) {
        throw error;
      }
      return { reader: await open('simd'), backendWhy: error.message };
    }
  }

  /** Waits for the programs of a device, which are compiled while weights are copied. */
  async #makeReady(model) {
    const started = performance.now();
    try {
      await this.#answer(READY, new Writer().int(model.id));
    } catch (error) {
      if (await this.#moved(model, error)) {
        return;
      }
      this.close(model.id);
      throw error;
    }
    if (this.#java.gpu) {
      model.times.compileMs = performance.now() - started;
      this.#count(model);
    }
  }

  /** Whether what the device cannot do is done on the CPU from now on. */
  async #moved(model, error) {
    if (!model.onCpu || !['DEVICE', 'MEMORY'].includes(error.code)) {
      return false;
    }
    const reader = await model.onCpu();
    this.#request(CLOSE, new Writer().int(model.session));
    model.session = reader.int();
    model.backend = reader.string();
    model.movedWhy = error.message;
    model.onCpu = null;
    model.backends = undefined;
    return true;
  }

  /** Counts the nodes that each backend runs, if that is known yet. */
  #count(model) {
    const backends = {};
    for (const { backend } of this.profile(model.id).nodes) {
      backends[backend] = (backends[backend] ?? 0) + 1;
    }
    model.backends = Object.keys(backends).length > 0 ? backends : undefined;
  }

  /** A file as a storage of bytes: where it is if the build can read it there, else copied. */
  #hold(bytes) {
    const { length } = bytes;
    if (length > MAX_STORAGE) {
      throw new AssamError('MEMORY', `a file of ${length} bytes is larger than 2 GiB`);
    }
    if (this.#java.holdFile) {
      const number = this.#java.holdFile(bytes);
      const handle = this.#request(FILE, new Writer().int(number).int(length)).int();
      return { handle, length };
    }
    const handle = this.allocate(UINT8, length);
    this.view(handle, length).set(bytes);
    return { handle, length };
  }

  /** Asks Java to open a file, and fetches the files it misses from beside the model. */
  async #openFile(file, external, url, options, { signal, files }) {
    for (;;) {
      const writer = new Writer();
      writer.int(file.handle).string(options.backend).long(options.seed);
      writer.long(limit(options.memoryLimitBytes)).long(limit(options.timeLimitMs));
      const dims = Object.entries(options.dims ?? {});
      writer.int(dims.length);
      dims.forEach(([name, size]) => writer.string(name).int(size));
      writer.int(external.size);
      external.forEach((data, name) => writer.string(name).int(data.handle));
      writer.byte(options.optimise === undefined ? 2 : Number(options.optimise));
      const without = options.withoutPasses ?? [];
      writer.int(without.length);
      without.forEach((name) => writer.string(name));
      try {
        return this.#request(OPEN, writer);
      } catch (error) {
        const missing = url ? (error.missing ?? []).filter((name) => beside(url, name)) : [];
        if (missing.length === 0) {
          throw error;
        }
        for (const name of missing) {
          const data = this.#hold(await load({ url: beside(url, name) }, { signal }));
          files.push(data);
          external.set(name, data);
        }
      }
    }
  }

  /**
   * Runs a model: values by name → values by name; runs wait for one another.
   *
   * @param inputs values, pictures, buffers of the GPU, and tensors that stayed there: { kept }
   * @param stay names of outputs that stay where they are computed: { kept, type, dims, location }
   */
  run(id, inputs, stay = []) {
    return this.#inTurn(() => this.#run(id, inputs, stay)).finally(() => letGo(inputs));
  }

  async #run(id, inputs, stay) {
    const model = this.#models.get(id);
    if (!model) {
      throw new AssamError('CLOSED', 'the session was already closed');
    }
    try {
      return await this.#runOnce(model, inputs, stay);
    } catch (error) {
      if (await this.#moved(model, error)) {
        return await this.#runOnce(model, inputs, stay);
      }
      throw error;
    }
  }

  async #runOnce(model, inputs, stay) {
    const started = performance.now();
    const given = [];
    const taken = [];
    const checks = [];
    try {
      const entries = Object.entries(inputs).filter(([, value]) => value !== undefined);
      const writer = new Writer().int(model.session).int(entries.length);
      for (const [name, value] of entries) {
        const declared = model.inputs.find((input) => input.name === name);
        const what = `input "${name}"`;
        const input = await this.#resolve(what, value, declared, model, given, checks);
        writer.string(name);
        writeValue(writer, what, input, declared, (type, data) => {
          const handle = this.allocate(type.number, data.length);
          given.push(handle);
          const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
          this.view(handle, bytes.length).set(bytes);
          return handle;
        });
      }
      writer.int(stay.length);
      stay.forEach((name) => writer.string(name));
      let reader;
      try {
        reader = await this.#answer(RUN, writer);
      } finally {
        // What was wrong with an input comes before what follows from it.
        for (const check of checks) {
          await check();
        }
      }
      const take = (type, count, handle) => {
        taken.push(handle);
        const bytes = this.view(handle, count * type.TypedArray.BYTES_PER_ELEMENT);
        return new type.TypedArray(bytes.slice().buffer);
      };
      const keep = (type, dims, handle, number) => this.#keep(type, dims, handle, number);
      const values = reader.list(() => [reader.string(), readValue(reader, take, keep)]);
      for (const value of values) {
        if (stay.includes(value[0]) && value[1]?.data) {
          value[1] = { ...value[1], location: 'cpu' };
        }
      }
      model.times.lastRunMs = performance.now() - started;
      model.times.firstRunMs ??= model.times.lastRunMs;
      if (this.#java.gpu && !model.backends) {
        this.#count(model);
      }
      return Object.fromEntries(values);
    } finally {
      this.release([...given, ...taken]);
    }
  }

  /** The device, where this model computes on it. */
  #deviceOf(model) {
    const { device } = this.#java;
    return device && device.name === model.backend ? device : null;
  }

  /** An input as a value that can be written: its elements, or where they are. */
  async #resolve(what, value, declared, model, given, checks) {
    if (value?.kept !== undefined) {
      return this.#keptAt(value.kept, what);
    }
    if (value?.image === undefined && value?.data?.mapState === undefined) {
      return value;
    }
    const { resolve } = await import('./assam-held.js');
    const hold = (thing, type, count) => {
      const number = this.#java.device.hold(thing);
      const writer = new Writer().int(number).int(type.number).int(count).string(what);
      given.push(this.#request(HOLD, writer).int());
      return given.at(-1);
    };
    return resolve(what, value, declared, { model, device: this.#deviceOf(model), hold, checks });
  }

  #keep(type, dims, handle, number) {
    const device = this.#java.device;
    this.#kept.set(this.#nextKept, { type, dims, handle, number });
    const gpuBuffer = device.held(number).buffer;
    const kept = { kept: this.#nextKept++, type: type.name, dims, location: device.name };
    return gpuBuffer ? { ...kept, gpuBuffer } : kept;
  }

  #keptAt(id, what = 'it') {
    const kept = this.#kept.get(id);
    if (!kept) {
      throw new AssamError('CLOSED', `${what} is a tensor that was disposed of`);
    }
    return kept;
  }

  /** The elements of a tensor that stayed on the device. */
  async download(id) {
    const kept = this.#keptAt(id);
    return (await import('./assam-held.js')).download(this.#java.device, kept);
  }

  /** A tensor that stayed on the device, as a picture. */
  async bitmap(id, options) {
    const kept = this.#keptAt(id);
    return (await import('./assam-held.js')).bitmap(this.#java.device, kept, options);
  }

  dispose(id) {
    const kept = this.#kept.get(id);
    if (kept) {
      this.#kept.delete(id);
      this.release([kept.handle]);
    }
  }

  /** The device of WebGPU, for buffers of the page's own; null for other backends. */
  get gpuDevice() {
    return this.#java.device?.device ?? null;
  }

  close(id) {
    return this.#inTurn(() => {
      const model = this.#models.get(id);
      if (model) {
        this.#models.delete(id);
        this.#request(CLOSE, new Writer().int(model.session));
        this.release((model.files ?? []).map(({ handle }) => handle));
      }
    });
  }

  /** Where a model's nodes run, and what a run copies; see Profile in assam.d.ts. */
  profile(id) {
    const session = this.#models.get(id)?.session ?? id;
    const reader = this.#request(PROFILE, new Writer().int(session));
    return {
      uploads: { count: reader.int(), bytes: reader.long() },
      downloads: { count: reader.int(), bytes: reader.long() },
      programs: reader.int(),
      launches: reader.int(),
      nodes: reader.list(() => ({
        backend: reader.string(),
        kernel: reader.string(),
        op: reader.string(),
        name: reader.string(),
        launches: reader.int(),
      })),
    };
  }

  /** The same with what a run of these inputs takes, as a whole and, by the GPU's clock, by nodes. */
  timed(id, inputs) {
    return this.#inTurn(async () => {
      const { timed } = await import('./assam-clock.js');
      const run = () => this.#run(id, inputs, []);
      await run();
      return timed(this.#deviceOf(this.#models.get(id)), run, () => this.profile(id));
    }).finally(() => letGo(inputs));
  }

  /** Gives back what the garbage collector does not; nothing can be asked for afterwards. */
  end() {
    this.failed = true;
    this.#java.end?.();
  }

  /** What is used and what is not, and why. */
  async report() {
    const memory = this.memory();
    return {
      world: this.#java.world,
      variant: this.#java.variant,
      threads: this.#java.threads ?? 1,
      threadsWhy: this.#java.threadsWhy,
      worldWhy: this.#why,
      memory,
      gpu: this.#java.gpu?.() ?? null,
      models: Object.fromEntries(
        [...this.#models].map(([id, { backend, backends, session, movedWhy }]) => [
          id,
          { backend, backends, movedWhy, planned: memory.models[session] },
        ]),
      ),
      features: await this.#features,
    };
  }

  /** Bytes: in tensors now and at most; of linear memory in use, at most, reserved, allowed. */
  memory() {
    const reader = this.#request(MEMORY, new Writer());
    const tensors = { used: reader.long(), peak: reader.long() };
    const models = Object.fromEntries(
      reader.list(() => [
        reader.int(),
        { weights: reader.long(), activations: reader.long(), atLeast: reader.long() },
      ]),
    );
    return { tensors, models, ...(this.#java.memory?.() ?? { ...tensors, reserved: null, maximum: null }) };
  }
}

/** Closes pictures that have moved here. */
function letGo(inputs) {
  Object.values(inputs).forEach((value) => value?.owned && value.image.close());
}

/** A limit as a long; Java's largest for none. */
function limit(value) {
  return value < 2 ** 63 ? BigInt(Math.floor(value)) : 2n ** 63n - 1n;
}

/** The address of a file that a model names, if it lies beside or below the model; else null. */
function beside(url, name) {
  const folder = new URL('.', url);
  try {
    const file = new URL(name.split('/').map(encodeURIComponent).join('/'), folder);
    return file.href.startsWith(folder.href) && file.href !== folder.href ? file.href : null;
  } catch {
    return null;
  }
}
