// Times kernels of dev.assam.pages.microbench.KernelPage, as dev.assam.nativerun.bench.Meter does.

import { instantiate } from './module.js';

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
  const kernels = await instantiate(file);
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
