// Times kernels of dev.assam.pages.microbench.KernelPage, as dev.assam.nativerun.bench.Meter does.

import { instance } from '/assam/assam-wasm.js';

const SAMPLES = 15;
const SAMPLE_MS = 8;
const PEAK_ROUNDS = 100000;

/** Nanoseconds that one of the times that `run(times)` does takes: the fastest of the samples. */
function nanos(run, warmMillis) {
  const start = performance.now();
  let calls = 0;
  while (performance.now() - start < warmMillis) {
    run(1);
    calls++;
  }
  const count = Math.max(1, Math.floor((SAMPLE_MS * calls) / (performance.now() - start)));
  let fastest = Infinity;
  for (let sample = 0; sample < SAMPLES; sample++) {
    const before = performance.now();
    run(count);
    fastest = Math.min(fastest, (performance.now() - before) / count);
  }
  return fastest * 1e6;
}

export async function load(file) {
  const module = await WebAssembly.compileStreaming(fetch(file));
  const needs = JSON.parse(
    new TextDecoder().decode(WebAssembly.Module.customSections(module, 'teavm.memoryRequirements')[0]),
  );
  const pages = needs.min + 1;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: 65536 });
  const heapOffset = Math.ceil(needs.dataSize / 256) * 256;
  const base = heapOffset + 1024;
  const kernels = await instance(module, memory, heapOffset, base);
  kernels.init(base, pages, 65536);
  const peak = (times) => {
    for (let i = 0; i < times; i++) {
      kernels.peak(PEAK_ROUNDS);
    }
  };
  return {
    peak: (warmMillis) => (kernels.peakOperations() * PEAK_ROUNDS) / nanos(peak, warmMillis),
    bandwidth(warmMillis) {
      const bytes = kernels.streamBytes();
      const read = (times) => {
        for (let i = 0; i < times; i++) {
          kernels.stream();
        }
      };
      return bytes / nanos(read, warmMillis);
    },
    time({ isConv, sizes, warmMillis }) {
      sizes.forEach((size) => kernels.size(size));
      kernels.open(isConv);
      try {
        return nanos((times) => kernels.run(times), warmMillis);
      } finally {
        kernels.close();
      }
    },
  };
}
