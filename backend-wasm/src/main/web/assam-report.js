// The report of a model: what is used, what is not, and why.

/** Puts a report together from what the engine said and what was asked for. */
export function reportOf(version, host, info, options) {
  const { world, variant, worldWhy, memory, features, threads, threadsWhy, gpu, models } =
    host.report;
  const { backends, planned, movedWhy, backend = info.backend } = models[info.id] ?? {};
  const backendWhy = movedWhy ?? info.backendWhy;
  const unused = `the ${backend} backend has no use for it`;
  const vectors = world === 'wasm' && backend === 'simd';
  const missing = 'this browser does not have it';
  const part = (available, used, why) => ({ available, used, ...(used ? {} : { why }) });
  const isolation = features.isolation
    ? undefined
    : 'the page is not cross-origin isolated (headers COOP: same-origin, COEP: require-corp)';
  const { models: _, ...others } = memory;
  const usedThreads = backend === 'simd' ? threads : 1;
  const whyOne = backend !== 'simd' ? unused : (threadsWhy ?? isolation);
  return {
    version,
    world,
    ...(variant ? { variant } : {}),
    ...(worldWhy ? { worldWhy } : {}),
    worker: host.worker,
    backend,
    ...(backendWhy ? { backendWhy } : {}),
    ...(backends ? { backends } : {}),
    ...(gpu ? { adapter: gpu.adapter, compile: gpu.compile } : {}),
    threads: {
      requested: options.threads,
      used: usedThreads,
      cores: features.cores,
      ...(options.threads !== 1 && usedThreads === 1 && whyOne ? { why: whyOne } : {}),
    },
    features: {
      isolation: part(features.isolation, features.isolation, isolation),
      wasmGc: part(features.wasmGc, world === 'wasm', features.wasmGc ? worldWhy : missing),
      simd: part(features.simd, vectors, features.simd ? unused : missing),
      relaxedSimd: part(
        features.relaxedSimd,
        vectors && variant === 'relaxed',
        !features.relaxedSimd ? missing : vectors ? 'the plain variant was asked for' : unused,
      ),
      webgpu: part(
        features.webgpu,
        backend === 'webgpu',
        backendWhy ??
          (features.webgpu === null
            ? 'no answer within a second'
            : features.webgpu
              ? unused
              : 'no adapter'),
      ),
      webgl2: part(
        features.webgl2,
        backend === 'webgl',
        features.webgl2 ? unused : missing,
      ),
    },
    memory: {
      ...others,
      ...(gpu ? { gpu: { used: gpu.bufferBytes, buffers: gpu.buffers } } : {}),
      planned,
    },
    model: {
      bytes: info.modelBytes,
      producer: info.producer,
      opsets: { ...info.opsets },
    },
    times: { ...info.times },
  };
}
