// Loads Assam's WebAssembly: what TeaVM's module imports, without eval, and linear memory.

import { spawn } from './assam-spawn.js';

const PAGE = 65536;
const MAX_PAGES = 65536;

// dev.assam.wasm.threads.Control's field.
const FAILED = 4;

/** Scripts of TeaVM's class library that the module may ask to be turned into functions. */
const SCRIPTS = { 'return str;': (str) => str };

/** The compiled modules by variant, each fetched once for a page or worker. */
const compiled = new Map();

function compile(variant) {
  if (!compiled.has(variant)) {
    const module = fetchModule(variant).catch((error) => {
      compiled.delete(variant);
      throw error;
    });
    compiled.set(variant, module);
  }
  return compiled.get(variant);
}

async function fetchModule(variant) {
  const url = new URL(`./assam-${variant}.wasm`, import.meta.url);
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`${url} answered ${response.status} ${response.statusText}`.trim());
  }
  // Streaming needs the right media type, which not every server sends.
  return response.headers.get('Content-Type')?.startsWith('application/wasm')
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

/**
 * A new instance with a memory of its own. Views are good until the next call.
 *
 * @param {string} variant which of the modules, as in assam-relaxed.wasm
 * @param {number} maxMemoryBytes to which linear memory may grow
 * @param {number} threads that kernels run on, the calling one counted
 * @param {object?} early what compileFor answered elsewhere, if it was asked already
 * @param {Gpu} gpu the device for the variant that has a backend for it
 */
export async function instantiateWasm(variant, maxMemoryBytes, threads, early, gpu = null) {
  if (gpu) {
    const threadsWhy = 'the GPU computes';
    return { ...(await instantiate(variant, maxMemoryBytes, 1, early, gpu)), threadsWhy };
  }
  if (threads > 1) {
    if (!globalThis.crossOriginIsolated) {
      const threadsWhy = 'the page is not cross-origin isolated';
      return { ...(await instantiate(variant, maxMemoryBytes, 1, early)), threadsWhy };
    }
    try {
      return await instantiate(variant, maxMemoryBytes, threads, early);
    } catch (error) {
      const threadsWhy = `threads could not be started: ${error.message}`;
      return { ...(await instantiate(variant, maxMemoryBytes, 1, early)), threadsWhy };
    }
  }
  return instantiate(variant, maxMemoryBytes, 1, early);
}

/** The module of a variant for so many threads: its name, and itself compiled. */
export async function compileFor(variant, threads) {
  const name = threads > 1 && globalThis.crossOriginIsolated ? `${variant}-threads` : variant;
  return { name, module: await compile(name) };
}

async function instantiate(variant, maxMemoryBytes, threads, early, gpu = null) {
  const name = threads > 1 ? `${variant}-threads` : variant;
  const module = early?.name === name ? early.module : await compile(name);
  const needs = JSON.parse(
    new TextDecoder().decode(WebAssembly.Module.customSections(module, 'teavm.memoryRequirements')[0]),
  );
  const maximum = Math.min(MAX_PAGES, Math.max(needs.min + 1, Math.ceil(maxMemoryBytes / PAGE)));
  const memory = new WebAssembly.Memory({ initial: needs.min + 1, maximum, shared: threads > 1 });
  // TeaVM's own heap is not used; it gets the little that its first block needs.
  const heapOffset = align(needs.dataSize, 256);
  const base = heapOffset + 1024;
  const files = fileImports(memory);
  const later = new Later();
  let exports;
  const device = gpu?.imports(memory, (...answer) => later.guard(() => exports.settle(...answer)));
  const assam = { ...files.imports, settled: (ticket) => later.settled(ticket) };
  exports = await instance(module, memory, heapOffset, base, assam, device);
  const control = exports.init(base, memory.buffer.byteLength / PAGE, maximum, threads);
  const helpers = await startHelpers({ module, memory, heapOffset, base, control }, threads - 1);
  return {
    world: 'wasm',
    variant,
    threads,
    call: (operation) => exports.call(operation),
    mailbox(length) {
      // The memory may grow meanwhile, which detaches older views: the address comes first.
      const address = exports.mailbox(length) >>> 0;
      return new Uint8Array(memory.buffer, address, length);
    },
    view(handle, length) {
      const address = exports.view(handle) >>> 0;
      return new Uint8Array(memory.buffer, address, length);
    },
    holdFile: files.hold,
    later: (ticket) => later.wait(ticket),
    hasFailed: () =>
      later.failed || threads > 1 && Atomics.load(new Int32Array(memory.buffer), (control >>> 2) + FAILED) !== 0,
    gpu: gpu && (() => gpu.report()),
    tune: () => gpu?.tune?.(),
    device: gpu,
    end: () => {
      helpers.forEach((helper) => helper.terminate());
      gpu?.end();
    },
    memory: () => ({
      reserved: memory.buffer.byteLength,
      used: exports.memoryBytes(0),
      peak: exports.memoryBytes(1),
      maximum: maximum * PAGE,
    }),
  };
}

/** The exports of a new instance of the module over this memory. */
export async function instance(module, memory, heapOffset, base, assam, device = {}) {
  const context = { exports: null };
  const imports = importsOf(module, memory, heapOffset, base, context, assam, device);
  const { exports } = await WebAssembly.instantiate(module, imports);
  context.exports = exports;
  return exports;
}

/** Answers that Java puts off, by their tickets. */
class Later {
  #waiting = new Map();
  #settled = new Set();
  /** Whether something went wrong that Java could not catch. */
  failed = false;

  /** Calls Java from outside of a request; whoever waits learns of what it throws. */
  guard(call) {
    try {
      call();
    } catch (error) {
      this.failed = true;
      this.#waiting.forEach(({ reject }) => reject(error));
      this.#waiting.clear();
    }
  }

  settled(ticket) {
    const waiting = this.#waiting.get(ticket);
    if (waiting) {
      this.#waiting.delete(ticket);
      waiting.resolve();
    } else {
      this.#settled.add(ticket);
    }
  }

  wait(ticket) {
    return new Promise((resolve, reject) => {
      if (this.#settled.delete(ticket)) {
        resolve();
      } else {
        this.#waiting.set(ticket, { resolve, reject });
      }
    });
  }
}

/** Starts threads that help, and waits until they are ready. */
async function startHelpers(what, count) {
  const helpers = [];
  const ready = [];
  for (let number = 1; number <= count; number++) {
    const helper = spawn(new URL('./assam-thread.js', import.meta.url), `assam-${number}`);
    helpers.push(helper);
    ready.push(
      new Promise((resolve, reject) => {
        helper.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve());
        helper.onerror = (event) => {
          event.preventDefault();
          reject(new Error(event.message || 'a worker did not start'));
        };
      }),
    );
    helper.postMessage({ ...what, number });
  }
  try {
    await Promise.all(ready);
  } catch (error) {
    helpers.forEach((helper) => helper.terminate());
    throw error;
  }
  return helpers;
}

/** Files that stay in JavaScript's memory; Java copies what it needs when it needs it. */
function fileImports(memory) {
  const files = new Map();
  let next = 0;
  return {
    hold(bytes) {
      files.set(next, bytes);
      return next++;
    },
    imports: {
      readFile(number, offset, address, length) {
        const part = files.get(number).subarray(offset, offset + length);
        new Uint8Array(memory.buffer, address >>> 0, length).set(part);
      },
      closeFile: (number) => void files.delete(number),
    },
  };
}

function align(address, to) {
  return Math.ceil(address / to) * to;
}

/** What a module compiled by TeaVM imports; `context.exports` is to become its exports. */
export function importsOf(module, memory, heapOffset, maxSize, context, assam = {}, device = {}) {
  const constant = (value) => new WebAssembly.Global({ value: 'i32', mutable: false }, value);
  const provided = {
    env: { memory },
    assam: { ...assam },
    device,
    teavmMemory: {
      heapOffset: constant(heapOffset),
      maxSize: constant(maxSize),
      notifyHeapResized() {},
    },
    teavmMath: Math,
    teavmDate: { currentTimeMillis: () => Date.now() },
    teavm: {
      // Errors carry their message across; Java's stack would cost more than it tells.
      takeStackTrace: () => ({ getStack: () => [] }),
      decorateException() {},
      createWeakRef: (value) => new WeakRef(value),
      deref: (reference) => reference.deref() ?? null,
    },
    teavmConsole: consoleImports(),
    'wasm:js-string': { fromCharCode: String.fromCharCode, concat: (a, b) => a + b },
    teavmJso: jsoImports(context),
  };
  // What the module declares and never reaches needs no more than a name.
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    provided[from] ??= {};
    if (kind === 'function' && typeof provided[from][name] !== 'function') {
      provided[from][name] = () => {
        throw new Error(`Assam's WebAssembly needs ${from}.${name}, which its loader does not have`);
      };
    }
  }
  return provided;
}

/** What TeaVM sets up when the module starts, and what carries JavaScript's errors into Java. */
function jsoImports(context) {
  const createFunction = (...text) => {
    const body = text.pop();
    let made = SCRIPTS[body];
    return made ?? ((...args) => (made ??= new Function(...text, body))(...args));
  };
  const guarded = (action) => {
    try {
      return action();
    } catch (error) {
      context.exports['teavm.js.throwException'](context.exports['teavm.js.wrapException'](error));
      throw error;
    }
  };
  const jso = {
    stringBuiltinsSupported: () => 0,
    isUndefined: (value) => (value === undefined ? 1 : 0),
    instanceOf: (value, type) => (value instanceof type ? 1 : 0),
    global: (name) => globalThis[name],
    getProperty: (object, name) => guarded(() => (object ?? globalThis)[name]),
    createClass: () => function JavaObject() {},
    defineFunction: (f) => f,
    defineStaticMethod() {},
    wrapInt: (value) => value,
    unwrapInt: (value) => value,
    unwrapDouble: (value) => value,
  };
  for (let n = 0; n <= 8; n++) {
    jso['createFunction' + n] = createFunction;
    jso['callFunction' + n] = (f, ...args) => guarded(() => f(...args));
    jso['callMethod' + n] = (object, name, ...args) =>
      guarded(() => (object ?? globalThis)[name](...args));
  }
  return jso;
}

function consoleImports() {
  const line = (print) => {
    let text = '';
    return (character) => {
      if (character === 10) {
        print(text);
        text = '';
      } else {
        text += String.fromCharCode(character);
      }
    };
  };
  return {
    putcharStdout: line((text) => console.log(text)),
    putcharStderr: line((text) => console.error(text)),
  };
}
