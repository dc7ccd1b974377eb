// What this browser has, found by asking it.

import { AssamError } from './assam-error.js';

/** A module whose one function has this body; validated, never run. */
function validates(...body) {
  const code = [0, ...body, 0x0b];
  return WebAssembly.validate(
    new Uint8Array([
      ...[0, 97, 115, 109, 1, 0, 0, 0], // magic, version
      ...[1, 5, 1, 0x60, 0, 1, 0x7b], // type: () → v128
      ...[3, 2, 1, 0], // one function
      ...[10, code.length + 2, 1, code.length, ...code],
    ]),
  );
}

const ZERO = [0xfd, 0x0c, ...new Array(16).fill(0)]; // v128.const 0

/** Whether this browser has vectors of 128 bits, and whether those of relaxed SIMD. */
export function simdKinds() {
  const hasWasm = typeof WebAssembly === 'object';
  return {
    simd: hasWasm && validates(...ZERO),
    relaxedSimd: hasWasm && validates(...ZERO, ...ZERO, ...ZERO, 0xfd, 0x85, 0x02),
  };
}

/** Whether this browser has WebAssembly GC: a module with one empty struct type. */
export function hasWasmGc() {
  return (
    typeof WebAssembly === 'object' &&
    WebAssembly.validate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 3, 1, 95, 0]))
  );
}

/**
 * The variant of the WebAssembly build to use: what was asked for, or the fastest that this browser
 * has; or, as `why`, what keeps it from having one.
 */
export function pickVariant(wanted) {
  if (!hasWasmGc()) {
    return { why: 'this browser has no WebAssembly GC' };
  }
  const { simd, relaxedSimd } = simdKinds();
  if (!simd) {
    return { why: 'this browser has no WebAssembly SIMD' };
  }
  if (wanted === 'relaxed' && !relaxedSimd) {
    throw new AssamError('UNSUPPORTED', 'this browser has no relaxed SIMD (allowed: variant "plain")');
  }
  return { variant: wanted !== 'auto' ? wanted : relaxedSimd ? 'relaxed' : 'plain' };
}

/** @returns {Promise<object>} what there is; asked once for a page or worker */
let asked = null;

export function detect() {
  asked ??= ask();
  return asked;
}

async function ask() {
  return {
    isolation: globalThis.crossOriginIsolated === true,
    sharedMemory: typeof SharedArrayBuffer === 'function',
    cores: globalThis.navigator?.hardwareConcurrency ?? 1,
    wasmGc: hasWasmGc(),
    ...simdKinds(),
    webgpu: await withLimit(webGpu()),
    webgl2: typeof WebGL2RenderingContext === 'function',
  };
}

/** The adapter's name, true if it has none, false if there is no adapter. */
async function webGpu() {
  const adapter = await globalThis.navigator?.gpu?.requestAdapter();
  return adapter ? adapter.info?.description || adapter.info?.vendor || true : false;
}

let gpu = null;

/** Whether there is an adapter of WebGPU that is not a program on the CPU; asked once. */
export function hasGpu() {
  gpu ??= withLimit(
    (async () => {
      const adapter = await globalThis.navigator?.gpu?.requestAdapter();
      return Boolean(adapter) && !(adapter.info?.isFallbackAdapter ?? adapter.isFallbackAdapter);
    })(),
  );
  return gpu;
}

let webGl = null;

/** Whether WebGL 2 may be more than a program on the CPU; whether it is, assam-webgl.js finds out. */
export function hasWebGl() {
  if (webGl === null && typeof OffscreenCanvas === 'function') {
    const options = { failIfMajorPerformanceCaveat: true };
    const gl = new OffscreenCanvas(1, 1).getContext('webgl2', options);
    const info = gl?.getExtension('WEBGL_debug_renderer_info');
    const renderer = gl?.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
    webGl = Boolean(gl) && !/swiftshader|llvmpipe|softpipe|software|basic render/i.test(renderer);
    gl?.getExtension('WEBGL_lose_context')?.loseContext();
  }
  return webGl ?? false;
}

/** A driver that takes its time must not keep a model from opening. */
function withLimit(promise) {
  const limit = new Promise((resolve) => setTimeout(resolve, 1000, null));
  return Promise.race([promise.catch(() => false), limit]);
}
