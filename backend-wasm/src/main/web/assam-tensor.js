// Tensors that stay where they were computed.

import { AssamError } from './assam-error.js';

/** Names of the outputs that are to stay where they are computed. */
export function staying(declared, outputs) {
  const names = declared.map(({ name }) => name);
  const wanted =
    typeof outputs === 'string' ? names.map((name) => [name, outputs]) : Object.entries(outputs ?? {});
  for (const [name, where] of wanted) {
    if (where !== 'cpu' && where !== 'gpu') {
      throw new AssamError('OPTION', `outputs is ${where} (allowed: cpu, gpu)`);
    }
    if (!names.includes(name)) {
      throw new AssamError('OPTION', `outputs names "${name}" (there are: ${names})`);
    }
  }
  return wanted.filter(([, where]) => where === 'gpu').map(([name]) => name);
}

/** Results of which those that stayed are tensors for the page. */
export function wrapped(host, results, stay) {
  for (const name of stay) {
    if (results[name]?.dims) {
      results[name] = new StayingTensor(host, results[name]);
    }
  }
  return results;
}

/** See StayingTensor in assam.d.ts. */
export class StayingTensor {
  #host;
  #value;

  constructor(host, value) {
    this.#host = host;
    this.#value = value;
    this.type = value.type;
    this.dims = value.dims;
    this.location = value.location;
    /** Of WebGPU, in the calling thread. */
    this.gpuBuffer = value.gpuBuffer;
  }

  /** What the host it lives with takes as an input. */
  inputFor(host, what) {
    const value = this.#known();
    if (value.data) {
      return value;
    }
    if (host !== this.#host) {
      throw new AssamError(
        'INPUT',
        `${what} is a tensor on the GPU of another session's device (allowed: models opened with the same worker, threads and backend)`,
      );
    }
    return { kept: value.kept };
  }

  #known() {
    if (!this.#value) {
      throw new AssamError('CLOSED', 'the tensor was disposed of');
    }
    return this.#value;
  }

  async download() {
    const { kept, type, dims, data } = this.#known();
    return data ? { type, dims, data } : this.#host.ask('download', kept);
  }

  async toBitmap(options) {
    const value = this.#known();
    if (!value.data) {
      return this.#host.ask('bitmap', value.kept, options);
    }
    const { bitmapOf, planCanvas } = await import('./assam-image.js');
    return bitmapOf(planCanvas('the tensor', value, options), value.data);
  }

  async toCanvas(canvas, options) {
    const bitmap = await this.toBitmap(options);
    const context = canvas.getContext('bitmaprenderer');
    if (!context) {
      bitmap.close();
      throw new AssamError(
        'OPTION',
        'the canvas has a context of another kind (allowed: none yet, or "bitmaprenderer")',
      );
    }
    Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
    context.transferFromImageBitmap(bitmap);
  }

  async dispose() {
    const value = this.#value;
    this.#value = null;
    if (value?.kept !== undefined) {
      // A worker that has ended has nothing left to give back.
      await this.#host.ask('dispose', value.kept).catch(() => {});
    }
  }
}
