// TensorFlow.js. It reads no ONNX, so the file's nodes are done by its operations one by one, as its
// converter would have written them: pictures with channels last, batch normalisations folded into
// convolutions, bias and activation fused. options: backend (cpu, wasm, webgl, webgpu), simd
// (false for wasm without).

import { script } from './bench.js';
import { readOnnx } from './onnx-file.js';
import { OPS, Value, WITHOUT, foldConstants, optimise } from './tfjs-ops.js';

export async function load({ threads, options }) {
  await script('/peers/tfjs/dist/tf.es2017.min.js');
  const { tf } = globalThis;
  if (options.backend === 'wasm') {
    await script('/peers/tfjs-wasm/dist/tf-backend-wasm.es2017.min.js');
    tf.wasm.setWasmPaths('/peers/tfjs-wasm/dist/');
    tf.wasm.setThreadsCount(threads);
    if (options.simd === false) {
      tf.env().set('WASM_HAS_SIMD_SUPPORT', false);
    }
  } else if (options.backend === 'webgpu') {
    await script('/peers/tfjs-webgpu/dist/tf-backend-webgpu.es2017.min.js');
  }
  if (!(await tf.setBackend(options.backend))) {
    throw new Error(`absent: TensorFlow.js has no ${options.backend} here`);
  }
  await tf.ready();
  return {
    version: tf.version.tfjs ?? tf.version_core,
    async open({ bytes }) {
      return new TfjsSession(tf, readOnnx(bytes), options, threads);
    },
  };
}

class TfjsSession {
  #tf;
  #graph;
  #constants = new Map();
  #backend;
  #simd;
  #threads;

  constructor(tf, graph, { backend, simd }, threads) {
    this.#tf = tf;
    this.#backend = backend;
    this.#simd = backend === 'wasm' && simd !== false ? 'plain' : 'none';
    this.#threads = threads;
    graph.nodes.forEach((node) => (node.opset = graph.opset));
    const missing = graph.nodes.filter(({ op }) => !OPS[op]);
    // What cannot be done says more than what nobody translated.
    missing.sort((a, b) => (b.op in WITHOUT) - (a.op in WITHOUT));
    if (missing.length) {
      const [{ op, name }] = missing;
      const why = WITHOUT[op] ?? `no translation of ${op} to TensorFlow.js`;
      throw new Error(`unsupported: ${why} (${op} at "${name}")`);
    }
    for (const { name, dims, data, type } of graph.constants.values()) {
      this.#constants.set(name, Value.constant(tf, data, dims, type));
    }
    this.#graph = optimise(tf, foldConstants(tf, graph, this.#constants), this.#constants);
  }

  async run(inputs) {
    const tf = this.#tf;
    tf.engine().startScope();
    try {
      const values = new Map(this.#constants);
      for (const [name, { data, dims, type }] of Object.entries(inputs)) {
        const numbers = type === 'int64' ? Int32Array.from(data, Number) : data;
        values.set(name, Value.of(tf.tensor(numbers, dims, type === 'int64' ? 'int32' : 'float32')));
      }
      for (const node of this.#graph.nodes) {
        const given = node.inputs.map((name) => (name ? values.get(name) : null));
        const results = [OPS[node.op](tf, given, node.attributes, node)].flat();
        node.outputs.forEach((name, i) => values.set(name, results[i]));
      }
      const outputs = {};
      for (const name of this.#graph.outputs) {
        const result = values.get(name).plain(tf);
        outputs[name] = { data: await result.data(), dims: result.shape };
      }
      return outputs;
    } finally {
      tf.engine().endScope();
    }
  }

  /** [kernel, milliseconds] of a run, by TensorFlow.js's own profiler. */
  async profile(inputs) {
    const { kernels } = await this.#tf.profile(() => this.run(inputs));
    return Promise.all(kernels.map(async ({ name, kernelTimeMs }) => [name, Number(await kernelTimeMs) || 0]));
  }

  report() {
    const simd = this.#simd;
    const threads = this.#backend === 'wasm' ? this.#tf.wasm.getThreadsCount() : 1;
    return { backends: { [this.#backend]: this.#graph.nodes.length }, simd, threads };
  }

  memory() {
    const { numBytes, numBytesInGPU } = this.#tf.memory();
    return { planned: numBytes, ...(numBytesInGPU ? { gpu: numBytesInGPU } : {}) };
  }
}
