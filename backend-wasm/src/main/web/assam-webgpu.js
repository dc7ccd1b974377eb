// The page's GPU for Java: dev.assam.wasm.PageGpu is the other side. Objects live in tables here and
// are numbers there; texts and lists lie in linear memory.

const FEATURES = ['shader-f16', 'subgroups', 'timestamp-query'];
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
];

const DONE = 0;
const FAILED = 1;
const LOST = 2;

/** How long an adapter may take, in milliseconds. */
const PATIENCE = 5000;

/**
 * A device, or, as `why`, what keeps this browser from having one.
 *
 * @returns {Promise<{ device: GPUDevice, adapter: object } | { why: string }>}
 */
export async function acquire() {
  const { gpu } = globalThis.navigator ?? {};
  if (!gpu) {
    return {
      why: globalThis.isSecureContext === false
        ? 'WebGPU needs a secure context (https or localhost)'
        : 'this browser has no WebGPU',
    };
  }
  try {
    const adapter = await withLimit(gpu.requestAdapter({ powerPreference: 'high-performance' }));
    if (!adapter) {
      return { why: 'no WebGPU adapter' };
    }
    const requiredLimits = {};
    for (const name of LIMITS) {
      requiredLimits[name] = adapter.limits[name];
    }
    const requiredFeatures = FEATURES.filter((name) => adapter.features.has(name));
    const device = await withLimit(
      adapter.requestDevice({ label: 'assam', requiredFeatures, requiredLimits }),
    );
    return { device, adapter: describe(adapter) };
  } catch (error) {
    return { why: `the WebGPU adapter gave no device: ${error.message}` };
  }
}

function withLimit(promise) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${PATIENCE} ms`)), PATIENCE);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

function describe(adapter) {
  const info = adapter.info ?? {};
  const name = info.description || [info.vendor, info.architecture].filter(Boolean).join(' ');
  return {
    name: name || 'WebGPU adapter',
    software: info.isFallbackAdapter ?? adapter.isFallbackAdapter ?? false,
  };
}

/** Where the browser keeps what was found for an adapter; workers, too, have such caches. */
const tuningsUrl = (adapter) => `https://assam.invalid/tunings/${encodeURIComponent(adapter)}`;

async function recallTunings(adapter) {
  try {
    const kept = await (await caches.open('assam')).match(tuningsUrl(adapter));
    return new Map(Object.entries(kept ? await kept.json() : {}));
  } catch {
    // Without a place to keep it, what is found lasts as long as the page.
    return new Map();
  }
}

async function keepTunings(adapter, tunings) {
  try {
    const text = JSON.stringify(Object.fromEntries(tunings));
    await (await caches.open('assam')).put(tuningsUrl(adapter), new Response(text));
  } catch {
    // As above.
  }
}

/** Numbers for objects, used again after they were given back, but not after the table was cleared. */
class Table {
  #first = 0;
  #objects = [];
  #unused = [];

  add(object) {
    const at = this.#unused.pop() ?? this.#objects.length;
    this.#objects[at] = object;
    return this.#first + at;
  }

  /** Undefined for a number from before the table was cleared. */
  get(number) {
    return this.#objects[number - this.#first];
  }

  remove(number) {
    const at = number - this.#first;
    const object = this.#objects[at];
    if (object !== undefined) {
      this.#objects[at] = undefined;
      this.#unused.push(at);
    }
    return object;
  }

  clear() {
    this.#first += this.#objects.length;
    this.#objects = [];
    this.#unused = [];
  }

  get size() {
    return this.#objects.length - this.#unused.length;
  }
}

/** One device with what Java has made on it. */
export class Gpu {
  #device;
  #adapter;
  #memory;
  #settle;
  #lost = null;
  #error = null;
  /** Whether something was used that went with an earlier device. */
  #stale = false;
  #text = new Uint8Array();
  #encoder = null;
  #buffers = new Table();
  #pipelines = new Table();
  #recordings = new Table();
  #layouts = new Map();
  #staging = [];
  #held = new Table();
  #bytes = 0;
  #tunings = null;
  #clock = null;
  /** What shaders took to compile, in milliseconds from the first to the last. */
  compile = { shaders: 0, ms: 0, since: 0, pending: 0 };

  constructor({ device, adapter }) {
    this.#take(device, adapter);
  }

  #take(device, adapter) {
    this.#device = device;
    this.#adapter = adapter;
    this.#lost = null;
    this.#error = null;
    this.#stale = false;
    this.#encoder = null;
    this.#clock = null;
    this.#buffers.clear();
    this.#pipelines.clear();
    this.#recordings.clear();
    this.#layouts.clear();
    this.#staging = [];
    this.#bytes = 0;
    device.addEventListener('uncapturederror', (event) => {
      event.preventDefault?.();
      this.#error ??= event.error.message;
    });
    device.lost.then(({ reason, message }) => {
      if (device === this.#device) {
        this.#lost = `the GPU device was lost (${reason}): ${message}`;
      }
    });
  }

  /** What the adapter is, and what Java holds on it. */
  report() {
    return {
      adapter: this.#adapter.name,
      software: this.#adapter.software,
      bufferBytes: this.#bytes,
      buffers: this.#buffers.size,
      held: this.#held.size,
      compile: { shaders: this.compile.shaders, ms: this.compile.ms },
    };
  }

  /** From now on the fastest programs are searched; what is found is kept for this adapter. */
  async tune() {
    this.#tunings ??= await recallTunings(this.#adapter.name);
  }

  end() {
    this.#device.destroy();
  }

  get name() {
    return 'webgpu';
  }

  get device() {
    return this.#device;
  }

  /**
   * Something that inputs are taken from, until Java drops it: copyTo(gpu, buffer, offset, bytes),
   * and, as far as there is something to do, pixels() for the CPU and close().
   */
  hold(thing) {
    return this.#held.add(thing);
  }

  held(number) {
    return this.#held.get(number);
  }

  /** The buffer of an output that is held. */
  kept(number) {
    const { buffer, device } = this.#held.get(number);
    if (device !== this.#device || this.#lost) {
      throw new Error('the tensor was on a GPU device that was lost');
    }
    return buffer;
  }

  /** The words of what is held, brought here. */
  async download(number) {
    const buffer = this.kept(number);
    this.#submit();
    return this.#fetch([{ buffer, offset: 0, size: buffer.size }]);
  }

  /** From here on launches are timed, each for itself. */
  startClock(Clock) {
    this.#clock = new Clock(this.#device);
  }

  /** What the launches since then took: { clock, times }, the times in milliseconds. */
  async stopClock() {
    const clock = this.#clock;
    this.#clock = null;
    this.#submit();
    return clock?.read() ?? { clock: 'host', times: null };
  }

  /**
   * Imports of the module.
   *
   * @param memory of the module
   * @param settle the module's export, which must not throw
   */
  imports(memory, settle) {
    this.#memory = memory;
    this.#settle = settle;
    return {
      limit: (which) => this.#limit(which),
      describe: () => this.#say(this.#adapter.name),
      said: (address) => void this.#view(address, this.#text.length).set(this.#text),
      create: (bytes) => this.#create(bytes),
      destroy: (buffer) => this.#destroy(buffer),
      write: (buffer, offset, address, bytes) => this.#write(buffer, offset, address, bytes),
      compile: (id, name, nameLength, source, sourceLength, buffers) => {
        this.#compile(id, this.#textAt(name, nameLength), this.#textAt(source, sourceLength), buffers);
      },
      record: (count, address) => this.#record(count, address),
      forget: (recording) => void this.#recordings.remove(recording),
      launch: (recording) => this.#launch(recording),
      read: (id, count, address) => this.#read(id, count, address),
      take: (held, buffer, offset, bytes) => this.#takeHeld(held, buffer, offset, bytes),
      keep: (buffer, offset, bytes) => this.#keep(buffer, offset, bytes),
      peek: (held, offset, address, length) => {
        const elements = this.#held.get(held)?.pixels?.();
        if (elements) {
          const bytes = new Uint8Array(elements.buffer, elements.byteOffset + offset, length);
          this.#view(address, length).set(bytes);
        }
        return elements ? 1 : 0;
      },
      drop: (held) => void this.#held.remove(held)?.close?.(),
      acquire: (id) => this.#acquire(id),
      recall: (key, keyLength) => {
        const program = this.#tunings.get(this.#textAt(key, keyLength));
        return program === undefined ? -1 : this.#say(program);
      },
      remember: (key, keyLength, program, length) => {
        this.#tunings.set(this.#textAt(key, keyLength), this.#textAt(program, length));
        keepTunings(this.#adapter.name, this.#tunings);
      },
    };
  }

  #view(address, length) {
    return new Uint8Array(this.#memory.buffer, address >>> 0, length);
  }

  /** A text of Java's. */
  #textAt(address, length) {
    return new TextDecoder().decode(this.#view(address, length).slice());
  }

  #words(address, length) {
    return new Uint32Array(this.#memory.buffer, address >>> 0, length);
  }

  #say(text) {
    this.#text = new TextEncoder().encode(text);
    return this.#text.length;
  }

  #fail(id, message) {
    this.#settle(id, this.#lost ? LOST : FAILED, this.#say(this.#lost ?? message));
  }

  #limit(which) {
    const { limits, features } = this.#device;
    return [
      () => Number(this.#adapter.software),
      () => limits.maxBufferSize,
      () => limits.maxStorageBufferBindingSize,
      () => limits.maxStorageBuffersPerShaderStage,
      () => Math.max(limits.minStorageBufferOffsetAlignment, limits.minUniformBufferOffsetAlignment),
      () => limits.maxComputeWorkgroupStorageSize,
      () => Number(features.has('subgroups')),
      () => Number(features.has('shader-f16')),
      () => Number(navigator.gpu.wgslLanguageFeatures?.has('packed_4x8_integer_dot_product') ?? false),
      () => Number(this.#tunings !== null),
    ][which]();
  }

  #create(bytes) {
    const { STORAGE, UNIFORM, COPY_SRC, COPY_DST } = GPUBufferUsage;
    return this.#buffers.add(
      this.#allocate(Math.ceil(bytes / 16) * 16, STORAGE | UNIFORM | COPY_SRC | COPY_DST),
    );
  }

  /** A buffer; if there is no memory for it, the next read fails. */
  #allocate(size, usage) {
    this.#device.pushErrorScope('out-of-memory');
    const buffer = this.#device.createBuffer({ size, usage });
    this.#device.popErrorScope().then(
      (error) => {
        this.#error ??= error && `no memory on the GPU for a buffer of ${size} bytes`;
      },
      () => {},
    );
    this.#bytes += size;
    return buffer;
  }

  /** A buffer of this device, or null if it went with an earlier one, which is reported as a loss. */
  #known(number) {
    const buffer = this.#buffers.get(number);
    this.#stale ||= !buffer;
    return buffer ?? null;
  }

  #destroy(number) {
    const buffer = this.#buffers.remove(number);
    // After a loss numbers from before may be given back.
    if (buffer) {
      this.#submit();
      this.#bytes -= buffer.size;
      buffer.destroy();
    }
  }

  #write(buffer, offset, address, bytes) {
    const to = this.#known(buffer);
    if (to) {
      this.#submit();
      const size = Math.ceil(bytes / 4) * 4;
      this.#device.queue.writeBuffer(to, offset, this.#memory.buffer, address >>> 0, size);
    }
  }

  #takeHeld(number, buffer, offset, bytes) {
    const to = this.#known(buffer);
    if (to) {
      this.#submit();
      try {
        this.#held.get(number).copyTo(this.#device, to, offset, bytes);
      } catch (error) {
        this.#error ??= error.message;
      }
    }
  }

  #keep(number, offset, bytes) {
    const from = this.#known(number);
    const device = this.#device;
    const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
    const buffer = this.#allocate(Math.max(4, bytes), STORAGE | COPY_SRC | COPY_DST);
    if (from && bytes > 0) {
      this.#encoder ??= device.createCommandEncoder();
      this.#encoder.copyBufferToBuffer(from, offset, buffer, 0, bytes);
    }
    return this.#held.add({
      buffer,
      device,
      copyTo: (to, target, at, length) => {
        if (to !== device) {
          throw new Error('the input was on a GPU device that was lost');
        }
        const encoder = device.createCommandEncoder();
        encoder.copyBufferToBuffer(buffer, 0, target, at, length);
        device.queue.submit([encoder.finish()]);
      },
      close: () => {
        this.#submit();
        this.#bytes -= device === this.#device ? buffer.size : 0;
        buffer.destroy();
      },
    });
  }

  /** The layouts of bindings and pipelines for so many storage buffers. */
  #layout(buffers) {
    let layout = this.#layouts.get(buffers);
    if (!layout) {
      const entries = [];
      for (let binding = 0; binding <= buffers; binding++) {
        const type = binding < buffers ? 'storage' : 'uniform';
        entries.push({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } });
      }
      const group = this.#device.createBindGroupLayout({ entries });
      layout = { group, pipeline: this.#device.createPipelineLayout({ bindGroupLayouts: [group] }) };
      this.#layouts.set(buffers, layout);
    }
    return layout;
  }

  async #compile(id, label, code, buffers) {
    const { compile } = this;
    compile.since = compile.pending++ === 0 ? performance.now() : compile.since;
    compile.shaders++;
    const device = this.#device;
    let module;
    try {
      device.pushErrorScope('validation');
      module = device.createShaderModule({ label, code });
      device.popErrorScope().catch(() => {});
      const { group, pipeline: layout } = this.#layout(buffers);
      const pipeline = await device.createComputePipelineAsync({
        label,
        layout,
        compute: { module, entryPoint: 'main' },
      });
      if (device !== this.#device) {
        this.#settle(id, LOST, this.#say('the GPU device was replaced'));
        return;
      }
      this.#settle(id, DONE, this.#pipelines.add({ pipeline, group }));
    } catch (error) {
      const info = await module?.getCompilationInfo().catch(() => null);
      const messages = (info?.messages ?? []).map((m) => `${m.lineNum}: ${m.message}`);
      this.#fail(id, `shader ${label}: ${error.message} ${messages.join('; ')}`);
    } finally {
      compile.pending--;
      compile.ms += compile.pending === 0 ? performance.now() - compile.since : 0;
    }
  }

  #record(count, address) {
    // Longer than the list may be: how long it is shows as it is read.
    const words = new Uint32Array(this.#memory.buffer, address >>> 0);
    let at = 0;
    const slice = () => {
      const buffer = this.#known(words[at]);
      at += 3;
      return { buffer, offset: words[at - 2], size: words[at - 1] };
    };
    const dispatches = [];
    for (let i = 0; i < count; i++) {
      const known = this.#pipelines.get(words[at++]);
      if (!known) {
        this.#stale = true;
        break;
      }
      const { pipeline, group: layout } = known;
      const buffers = words[at++];
      const entries = [];
      for (let binding = 0; binding <= buffers; binding++) {
        entries.push({ binding, resource: slice() });
      }
      if (this.#stale) {
        break;
      }
      const group = this.#device.createBindGroup({ layout, entries });
      dispatches.push({ pipeline, group, x: words[at], y: words[at + 1], z: words[at + 2] });
      at += 3;
    }
    return this.#recordings.add(dispatches);
  }

  #launch(recording) {
    const dispatches = this.#recordings.get(recording);
    if (!dispatches) {
      this.#stale = true;
      return;
    }
    this.#encoder ??= this.#device.createCommandEncoder();
    if (this.#clock) {
      this.#clock.launch(this.#encoder, dispatches);
      return;
    }
    const pass = this.#encoder.beginComputePass();
    let last = null;
    for (const { pipeline, group, x, y, z } of dispatches) {
      if (pipeline !== last) {
        pass.setPipeline(pipeline);
        last = pipeline;
      }
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(x, y, z);
    }
    pass.end();
  }

  #submit() {
    if (this.#encoder) {
      this.#device.queue.submit([this.#encoder.finish()]);
      this.#encoder = null;
    }
  }

  /** A buffer that can be mapped, of at least so many bytes. */
  #stage(bytes) {
    const at = this.#staging.findIndex((buffer) => buffer.size >= bytes);
    return at >= 0
      ? this.#staging.splice(at, 1)[0]
      : this.#device.createBuffer({
          size: Math.max(4096, 2 ** Math.ceil(Math.log2(bytes))),
          usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
        });
  }

  /** The bytes of stretches one after the other: what `use` makes of them, or a copy. */
  async #fetch(slices, use = (bytes) => bytes.slice()) {
    const device = this.#device;
    const total = slices.reduce((sum, { size }) => sum + size, 0);
    const staging = this.#stage(total);
    this.#encoder ??= device.createCommandEncoder();
    let at = 0;
    for (const { buffer, offset, size } of slices) {
      this.#encoder.copyBufferToBuffer(buffer, offset, staging, at, size);
      at += size;
    }
    this.#submit();
    await staging.mapAsync(GPUMapMode.READ, 0, total);
    if (device !== this.#device || this.#lost) {
      throw new Error('the device was lost');
    }
    const result = use(new Uint8Array(staging.getMappedRange(0, total)));
    staging.unmap();
    this.#staging.push(staging);
    return result;
  }

  async #read(id, count, address) {
    const device = this.#device;
    const words = this.#words(address, 4 * count).slice();
    const slices = [];
    for (let i = 0; i < count; i++) {
      const [buffer, offset, size, to] = words.subarray(4 * i, 4 * i + 4);
      slices.push({ buffer: this.#known(buffer), offset, size, to });
    }
    if (this.#stale) {
      this.#settle(id, LOST, this.#say('the GPU device was replaced'));
      return;
    }
    try {
      await this.#fetch(slices, (bytes) => {
        let at = 0;
        for (const { size, to } of slices) {
          this.#view(to, size).set(bytes.subarray(at, at + size));
          at += size;
        }
      });
    } catch (error) {
      // The loss is announced right after.
      await Promise.race([device.lost, new Promise((resolve) => setTimeout(resolve, 100))]);
      if (device !== this.#device) {
        this.#settle(id, LOST, this.#say('the GPU device was replaced'));
        return;
      }
      this.#fail(id, this.#takeError() ?? `reading from the GPU failed: ${error.message}`);
      return;
    }
    const error = this.#takeError();
    if (error) {
      this.#fail(id, error);
    } else {
      this.#settle(id, DONE, 0);
    }
  }

  #takeError() {
    const error = this.#error;
    this.#error = null;
    return error;
  }

  async #acquire(id) {
    const lost = this.#lost;
    if (!lost) {
      // Another session has seen the loss first.
      this.#stale = false;
      this.#settle(id, DONE, 0);
      return;
    }
    const { device, adapter, why } = await acquire();
    if (device) {
      this.#take(device, adapter);
      this.#settle(id, DONE, 1);
    } else {
      this.#settle(id, FAILED, this.#say(`${lost}, and there is no other: ${why}`));
    }
  }
}
