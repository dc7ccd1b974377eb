// Times each node of a model in dev.assam.pages.microbench.ProfilePage.

import { instantiate } from './module.js';

/** [{ name, ms }], a node each: the mean of `rounds` runs of the whole model. */
export async function profile({ module, model, dims, warmMillis, rounds }) {
  const exports = await instantiate(module);
  const bytes = new Uint8Array(await (await fetch(model)).arrayBuffer());
  exports.file(bytes.length);
  const padded = new Uint8Array(Math.ceil(bytes.length / 8) * 8);
  padded.set(bytes);
  const words = new Int32Array(padded.buffer);
  for (let i = 0; i < words.length; i += 2) {
    exports.bytes(i * 4, words[i], words[i + 1]);
  }
  for (const input of dims) {
    input.forEach((size) => exports.size(size));
    exports.size(-1);
  }
  const count = exports.open();
  for (const start = performance.now(); performance.now() - start < warmMillis; ) {
    for (let node = 0; node < count; node++) {
      exports.run(node);
    }
  }
  const sums = new Float64Array(count);
  for (let round = 0; round < rounds; round++) {
    let before = performance.now();
    for (let node = 0; node < count; node++) {
      exports.run(node);
      const after = performance.now();
      sums[node] += after - before;
      before = after;
    }
  }
  return Array.from(sums, (sum, node) => {
    const letters = Array.from({ length: exports.name(node) }, (_, i) => exports.letter(i));
    return { name: String.fromCharCode(...letters), ms: sum / rounds };
  });
}
