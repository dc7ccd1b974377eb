// onnxruntime-web. options: provider (wasm, webgl, webgpu), proxy.

const FILES = { wasm: 'ort.wasm.min.mjs', webgl: 'ort.webgl.min.mjs', webgpu: 'ort.min.mjs' };

function noProfile() {
  throw new Error('unsupported: onnxruntime-web writes its profile to a file that no page can read');
}

export async function load({ threads, options }) {
  const provider = options.provider ?? 'wasm';
  const ort = await import(`/peers/ort/dist/${FILES[provider]}`);
  ort.env.wasm.numThreads = threads;
  ort.env.wasm.wasmPaths = '/peers/ort/dist/';
  ort.env.wasm.proxy = options.proxy ?? false;
  return {
    version: ort.env.versions?.web ?? 'unknown',
    async open({ bytes }) {
      const session = await ort.InferenceSession.create(bytes, { executionProviders: [provider] });
      return {
        async run(inputs) {
          const feeds = {};
          for (const [name, { type, data, dims }] of Object.entries(inputs)) {
            feeds[name] = new ort.Tensor(type, data, dims);
          }
          return session.run(feeds);
        },
        report: () => ({
          backends: { [provider]: 0 },
          threads: provider === 'wasm' ? ort.env.wasm.numThreads : 1,
          simd: provider === 'wasm' ? 'plain' : 'none',
        }),
        ...(provider === 'wasm' && options.profile ? { profile: noProfile } : {}),
        session,
      };
    },
  };
}
