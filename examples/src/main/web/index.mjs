import { addFigure } from './page.mjs';

/** Whether the browser takes a module of these bytes after the eight of every module's start. */
const takes = (...bytes) => WebAssembly.validate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, ...bytes]));

// One function that gives a v128: splat and, in the second, relaxed swizzle.
const simd = [1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11];
const relaxed = [
  1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2, 11,
];
// The type of a struct with one byte.
const struct = [1, 5, 1, 95, 1, 120, 0];

const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
const features = [
  ['WebAssembly with garbage collection', takes(...struct), 'the JavaScript build is used instead'],
  ['SIMD', takes(...simd), 'the JavaScript build is used instead'],
  ['Relaxed SIMD', takes(...relaxed), 'plain SIMD is used'],
  ['Several threads', crossOriginIsolated, 'the page is not cross-origin isolated'],
  ['WebGPU', adapter != null, navigator.gpu ? 'no adapter' : 'not in this browser'],
  ['WebGL 2', gl != null, 'no context'],
];
for (const [name, present, otherwise] of features) {
  addFigure(document.getElementById('features'), name, present ? 'yes' : `no: ${otherwise}`);
}
