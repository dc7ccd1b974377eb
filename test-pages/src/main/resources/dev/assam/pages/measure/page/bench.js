// Opens a model in a peer, runs it, and tells what it took.

import { adapter, gpuBytes, linearBytes } from './memory-watch.js';

const ARRAYS = { float32: Float32Array, int64: BigInt64Array };

async function fetchBytes(url) {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`${url}: ${response.status}`);
  }
  return response.arrayBuffer();
}

function base64(floats) {
  const bytes = new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  }
  return btoa(text);
}

/** Loads a classic script, which leaves a global. */
export function script(url) {
  return new Promise((resolve, reject) => {
    const element = document.createElement('script');
    element.src = url;
    element.onload = resolve;
    element.onerror = () => reject(new Error(`${url} does not load`));
    document.head.append(element);
  });
}

export class Bench {
  #config;
  #inputs = {};
  #session;
  #outputs;
  #profiler = null;

  constructor(config) {
    this.#config = config;
  }

  /** Everything up to and with the first run; outputs as base64 of float32. */
  async open() {
    const base = new URL(this.#config.model, location.href);
    this.manifest = JSON.parse(new TextDecoder().decode(await fetchBytes(base)));
    this.base = base;
    const files = { bytes: new Uint8Array(await fetchBytes(new URL(this.manifest.model, base))) };
    if (this.manifest.layers) {
      const text = new TextDecoder().decode(await fetchBytes(new URL(this.manifest.layers, base)));
      files.layers = text;
    }
    for (const { name, type, dims, url } of this.manifest.inputs) {
      const data = new ARRAYS[type](await fetchBytes(new URL(url, base)));
      this.#inputs[name] = { type, dims, data };
    }
    const profiler = this.#config.options.profile && (await import('./gpu-profile.js'));
    this.#profiler = profiler || null;
    const loading = performance.now();
    const peer = await import(`./peer-${this.#config.peer}.js`);
    const runtime = await peer.load(this.#config);
    const start = performance.now();
    this.#session = await runtime.open(files, this.#config, this.manifest);
    const opened = performance.now();
    this.#outputs = await this.#session.run(this.#inputs);
    const done = performance.now();
    const outputs = {};
    for (const [name, { data }] of Object.entries(this.#outputs)) {
      outputs[name] = base64(Float32Array.from(data, Number));
    }
    return {
      loadMs: start - loading,
      compileMs: opened - start,
      firstMs: done - opened,
      outputs,
      version: runtime.version,
      isolated: crossOriginIsolated,
      ...adapter(),
      threads: null,
      simd: null,
      backends: {},
      ...(await this.#session.report()),
    };
  }

  /** How far the outputs are from those of the manifest, relative to the largest. */
  async error() {
    let worst = 0;
    const all = Object.entries(this.#outputs);
    for (const { name, url } of this.manifest.outputs) {
      const wanted = new Float32Array(await fetchBytes(new URL(url, this.base)));
      const { data } = this.#outputs[name] ?? all[0][1];
      let largest = 1e-30;
      let difference = data.length === wanted.length ? 0 : Infinity;
      for (let i = 0; i < wanted.length; i++) {
        largest = Math.max(largest, Math.abs(wanted[i]));
        difference = Math.max(difference, Math.abs(Number(data[i]) - wanted[i]));
      }
      worst = Math.max(worst, difference / largest);
    }
    return worst;
  }

  async warm(millis) {
    const start = performance.now();
    let runs = 0;
    for (; performance.now() - start < millis; runs++) {
      await this.#session.run(this.#inputs);
    }
    return runs;
  }

  /** Milliseconds of a run, `times` samples, each the mean of some runs. */
  async run(times, each = 1) {
    const samples = [];
    for (let i = 0; i < times; i++) {
      const before = performance.now();
      for (let j = 0; j < each; j++) {
        await this.#session.run(this.#inputs);
      }
      samples.push((performance.now() - before) / each);
    }
    return samples;
  }

  /** Bytes; null where nobody tells. */
  memory() {
    return { linear: linearBytes(), planned: null, gpu: gpuBytes(), ...this.#session.memory?.() };
  }

  /** Milliseconds of a run by kernel, the mean of some runs; wants the option `profile`. */
  async profile(rounds) {
    const sums = {};
    const add = (list) => list.forEach(([name, ms]) => (sums[name] = (sums[name] ?? 0) + ms / rounds));
    for (let i = 0; i < rounds; i++) {
      if (this.#session.profile) {
        add(await this.#session.profile(this.#inputs));
      } else {
        this.#profiler.start();
        await this.#session.run(this.#inputs);
        add(await this.#profiler.stop());
      }
    }
    if (!Object.keys(sums).length) {
      throw new Error('unsupported: this runtime does not tell what its kernels take');
    }
    return sums;
  }

  /** One run, for pages that want it in the background. */
  once() {
    return this.#session.run(this.#inputs);
  }

  get session() {
    return this.#session;
  }
}
