// Assam.

/** @param options of Assam's open(): backend, world, variant, worker */
export async function load({ options }) {
  const { open, version } = await import('/assam/assam.js');
  return {
    version,
    async open({ bytes }, { threads }) {
      const model = await open(bytes, { threads, ...options });
      const wanted = options.backend;
      const got = model.report();
      if (wanted && wanted !== 'auto' && wanted !== got.backend && !got.backends?.[wanted]) {
        throw new Error(`absent: asked for the ${wanted} backend, and ${got.backend} is used`);
      }
      return {
        run: (inputs) => model.run(inputs),
        report() {
          const { backend, backends, threads: used, variant, adapter, worker } = model.report();
          const simd = backend === 'simd' ? variant : 'none';
          return {
            backends: backends ?? { [backend]: 0 },
            threads: used.used,
            simd,
            ...(adapter ? { adapter } : {}),
            worker,
          };
        },
        memory() {
          const { reserved, planned, gpu } = model.report().memory;
          return {
            ...(reserved ? { linear: reserved } : {}),
            planned: planned ? planned.weights + planned.activations : null,
            arena: planned?.activations ?? null,
            ...(gpu ? { gpu: gpu.used ?? gpu } : {}),
          };
        },
        model,
      };
    },
  };
}
