// Times one model in one runtime: create, first run, warm runs; all in milliseconds.

const ARRAYS = { float32: Float32Array, int64: BigInt64Array };

/** Ways to open a model: (bytes, request) → { run(inputs), note() }. */
const peers = {
  async assam(bytes, { threads, assam }) {
    const { open } = await import('/runtime/assam.js');
    const model = await open(bytes, { threads, ...assam });
    return {
      run: (inputs) => model.run(inputs),
      note: () => JSON.stringify({ backend: model.report().backend, ...model.report().memory }),
    };
  },
  async ortWeb(bytes, { threads }) {
    const ort = await import('/runtime/ort.wasm.min.mjs');
    ort.env.wasm.numThreads = threads;
    ort.env.wasm.wasmPaths = '/runtime/';
    const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
    return {
      run: (inputs) => {
        const feeds = {};
        for (const [name, { type, data, dims }] of Object.entries(inputs)) {
          feeds[name] = new ort.Tensor(type, data, dims);
        }
        return session.run(feeds);
      },
      note: () => '',
    };
  },
};

async function fetchBytes(url) {
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

export async function measure(request) {
  const bytes = await fetchBytes('/data/model.onnx');
  const inputs = {};
  for (const { name, type, dims, url } of request.inputs) {
    inputs[name] = { type, dims, data: new ARRAYS[type]((await fetchBytes(url)).buffer) };
  }
  const start = performance.now();
  const session = await peers[request.peer](bytes, request);
  const create = performance.now() - start;
  const time = async () => {
    const before = performance.now();
    await session.run(inputs);
    return performance.now() - before;
  };
  const first = await time();
  for (const warm = performance.now(); performance.now() - warm < request.warmMillis; ) {
    await session.run(inputs);
  }
  const runs = [];
  for (let i = 0; i < request.runs; i++) {
    runs.push(await time());
  }
  return { create, first, runs, note: session.note() };
}
