// Times kernels of dev.assam.pages.microbench.KernelPage, as dev.assam.nativerun.bench.Meter does.

import { instantiate } from './module.js';

const SAMPLES = 15;
const MOST_SLICES = 20;
const IDLE_SLICES = 2;
const NOT_FASTER = 0.97;
const SAMPLE_MS = 8;
const PEAK_ROUNDS = 100000;

/** Calls for some time; milliseconds that one call takes. */
function slice(run, millis) {
  const start = performance.now();
  let calls = 0;
  do {
    run(1);
    calls++;
  } while (performance.now() - start < millis);
  return (performance.now() - start) / calls;
}

/** Nanoseconds that one of the times that `run(times)` does takes: the fastest of the samples. */
function nanos(run, warmMillis) {
  let best = slice(run, warmMillis / 2);
  for (let slices = 1, idle = 0; slices < MOST_SLICES && idle < IDLE_SLICES; slices++) {
    const each = slice(run, warmMillis / 2);
    idle = each < best * NOT_FASTER ? 0 : idle + 1;
    best = Math.min(best, each);
  }
  const count = Math.max(1, Math.floor(SAMPLE_MS / best));
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
        const fastest = nanos((times) => kernels.run(times), warmMillis);
        const sample = Array.from({ length: kernels.samples() }, (_, i) => kernels.sample(i));
        return { nanos: fastest, sample };
      } finally {
        kernels.close();
      }
    },
  };
}
