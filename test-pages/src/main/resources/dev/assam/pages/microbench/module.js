// Starts a module of its own that was built with the page's kernels.

import { instance } from '/assam/assam-wasm.js';

export async function instantiate(file) {
  const module = await WebAssembly.compileStreaming(fetch(file));
  const needs = JSON.parse(
    new TextDecoder().decode(WebAssembly.Module.customSections(module, 'teavm.memoryRequirements')[0]),
  );
  const pages = needs.min + 1;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: 65536 });
  const heapOffset = Math.ceil(needs.dataSize / 256) * 256;
  const base = heapOffset + 1024;
  const exports = await instance(module, memory, heapOffset, base);
  exports.init(base, pages, 65536);
  return exports;
}
