// Sees what any runtime on this page takes of linear memory and of the GPU. To be imported first.

const memories = new Set();
const gpu = { bytes: 0, used: false, adapter: null };

const { Memory, Instance, instantiate, instantiateStreaming } = WebAssembly;

WebAssembly.Memory = class extends Memory {
  constructor(...args) {
    super(...args);
    memories.add(this);
  }
};

function see(instance) {
  for (const value of Object.values(instance.exports)) {
    if (value instanceof Memory) {
      memories.add(value);
    }
  }
}

WebAssembly.instantiate = async (...args) => {
  const result = await instantiate(...args);
  see(result instanceof Instance ? result : result.instance);
  return result;
};
WebAssembly.instantiateStreaming = async (...args) => {
  const result = await instantiateStreaming(...args);
  see(result.instance);
  return result;
};

if (globalThis.GPUDevice) {
  const { createBuffer } = GPUDevice.prototype;
  GPUDevice.prototype.createBuffer = function (descriptor) {
    const buffer = createBuffer.call(this, descriptor);
    gpu.used = true;
    gpu.bytes += descriptor.size;
    const { destroy } = buffer;
    let live = true;
    buffer.destroy = function () {
      gpu.bytes -= live ? descriptor.size : 0;
      live = false;
      return destroy.call(this);
    };
    return buffer;
  };
  const { requestAdapter } = GPU.prototype;
  GPU.prototype.requestAdapter = async function (...args) {
    const adapter = await requestAdapter.apply(this, args);
    const { vendor, architecture, description } = adapter?.info ?? {};
    gpu.adapter = [vendor, architecture, description].filter(Boolean).join(' ') || null;
    return adapter;
  };
}

/** Bytes of all linear memories that were made on this thread; null if there is none. */
export function linearBytes() {
  let bytes = 0;
  for (const memory of memories) {
    bytes += memory.buffer.byteLength;
  }
  return memories.size ? bytes : null;
}

/** Bytes of WebGPU's buffers that were made on this thread; null if it was not used. */
export function gpuBytes() {
  return gpu.used ? gpu.bytes : null;
}

/** The WebGPU adapter that somebody asked for; null if nobody did. */
export function adapterName() {
  return gpu.adapter;
}
