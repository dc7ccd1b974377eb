// Assam.

/** @param options of Assam's open(): backend, world, variant, worker */
export async function load({ options }) {
  const { open, version } = await import('/assam/assam.js');
  return {
    version,
    async open({ bytes }, { threads }) {
      const { profile, ...own } = options;
      // A profile of the GPU's kernels is taken on the thread that starts them.
      const model = await open(bytes, { threads, ...own, ...(profile ? { worker: false } : {}) });
      const wanted = options.backend;
      const got = model.report();
      if (wanted && wanted !== 'auto' && wanted !== got.backend) {
        throw new Error(`absent: asked for the ${wanted} backend, and ${got.backend} is used`);
      }
      return {
        run: (inputs) => model.run(inputs),
        async report() {
          const { backend, threads: used, variant, gpu, worker } = model.report();
          const backends = {};
          for (const node of (await model.profile()).nodes) {
            backends[node.backend] = (backends[node.backend] ?? 0) + 1;
          }
          return {
            backends: Object.keys(backends).length ? backends : { [backend]: 0 },
            threads: used.used,
            simd: backend === 'simd' ? variant : 'none',
            ...(gpu ? { adapter: gpu.adapter, software: gpu.software } : {}),
            worker,
          };
        },
        memory() {
          const { memory, gpu } = model.report();
          const { reserved, planned } = memory;
          return {
            ...(reserved ? { linear: reserved } : {}),
            planned: planned ? planned.weights + planned.activations : null,
            arena: planned?.activations ?? null,
            ...(gpu ? { gpu: gpu.bufferBytes } : {}),
          };
        },
        model,
      };
    },
  };
}
