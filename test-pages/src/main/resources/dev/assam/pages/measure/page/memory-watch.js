// Sees what any runtime on this page takes of linear memory and of the GPU. To be imported first.

const memories = new Set();
const gpu = { bytes: 0, used: false, adapter: null, software: null };

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
    const { vendor, architecture, description, isFallbackAdapter } = adapter?.info ?? {};
    if (adapter) {
      gpu.adapter = [vendor, architecture, description].filter(Boolean).join(' ') || 'WebGPU adapter';
      gpu.software = isFallbackAdapter ?? adapter.isFallbackAdapter ?? isSoftware(gpu.adapter);
    }
    return adapter;
  };
}

function isSoftware(name) {
  return /swiftshader|llvmpipe|lavapipe|softpipe|software/i.test(name);
}

/** Channels of a WebGL format, and bytes of an element of a type. */
const CHANNELS = { 0x1903: 1, 0x1906: 1, 0x1909: 1, 0x8d94: 1, 0x190a: 2, 0x8227: 2, 0x1907: 3 };
const TYPE_BYTES = { 0x1400: 1, 0x1401: 1, 0x1402: 2, 0x1403: 2, 0x140b: 2, 0x8d61: 2 };

/** Bytes of a texel where the format has its own size: RGBA32F, RGB32F, RG32F, R32F and the halves. */
const TEXEL_BYTES = {
  0x8814: 16, 0x8815: 12, 0x8230: 8, 0x822e: 4, 0x881a: 8, 0x881b: 6, 0x822f: 4, 0x822d: 2, 0x8058: 4,
};

/** Counts what textures and buffers of a kind of context hold. */
function watch({ prototype }) {
  const sizes = new WeakMap();
  const bound = new WeakMap();
  const hold = (object, bytes) => {
    if (object) {
      gpu.used = true;
      gpu.bytes += bytes - (sizes.get(object) ?? 0);
      sizes.set(object, bytes);
    }
  };
  const target = (context, which) => bound.get(context)?.get(which);
  const before = (name, see) => {
    const original = prototype[name];
    if (original) {
      prototype[name] = function (...args) {
        see(this, args);
        return original.apply(this, args);
      };
    }
  };
  const bind = (context, [which, object]) => {
    if (!bound.has(context)) {
      bound.set(context, new Map());
    }
    bound.get(context).set(which, object);
  };
  before('bindTexture', bind);
  before('bindBuffer', bind);
  before('texImage2D', (context, [which, , inside, width, height, , format, type]) => {
    if (typeof height === 'number' && typeof type === 'number') {
      const texel = TEXEL_BYTES[inside] ?? (CHANNELS[format] ?? 4) * (TYPE_BYTES[type] ?? 4);
      hold(target(context, which), width * height * texel);
    }
  });
  before('texStorage2D', (context, [which, , inside, width, height]) =>
    hold(target(context, which), width * height * (TEXEL_BYTES[inside] ?? 4)));
  before('texStorage3D', (context, [which, , inside, width, height, depth]) =>
    hold(target(context, which), width * height * depth * (TEXEL_BYTES[inside] ?? 4)));
  before('bufferData', (context, [which, data]) =>
    hold(target(context, which), typeof data === 'number' ? data : (data?.byteLength ?? 0)));
  before('deleteTexture', (context, [object]) => hold(object, 0));
  before('deleteBuffer', (context, [object]) => hold(object, 0));
}

[globalThis.WebGLRenderingContext, globalThis.WebGL2RenderingContext].filter(Boolean).forEach(watch);

for (const { prototype } of [globalThis.HTMLCanvasElement, globalThis.OffscreenCanvas].filter(Boolean)) {
  const { getContext } = prototype;
  prototype.getContext = function (kind, ...more) {
    const context = getContext.call(this, kind, ...more);
    if (context && /webgl/.test(kind) && !gpu.adapter) {
      const info = context.getExtension('WEBGL_debug_renderer_info');
      gpu.adapter = String(context.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : context.RENDERER));
      gpu.software = isSoftware(gpu.adapter);
    }
    return context;
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

/** Bytes of WebGPU's buffers, WebGL's textures and buffers made on this thread; null if unused. */
export function gpuBytes() {
  return gpu.used ? gpu.bytes : null;
}

/** The adapter that somebody got on this thread, and whether it is a program; nulls if nobody did. */
export function adapter() {
  return { adapter: gpu.adapter, software: gpu.software };
}
