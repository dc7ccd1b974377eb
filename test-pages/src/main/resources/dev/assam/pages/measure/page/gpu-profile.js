// Times each kernel that any runtime on this page starts on the GPU: WebGPU's dispatches by timestamps,
// each in a pass of its own, and WebGL's draws by timer queries. To be imported before anybody asks for
// a GPU. What is timed so is slower than usual.

const QUERIES = 4096;
const POLL = 2;

let recording = false;
/** WebGPU: { device, set, names } of the devices that were seen, with the pending queries' names. */
const devices = new Map();
/** WebGL: { gl, query, name } or { name, ms }. */
let draws = [];

const pipelineNames = new WeakMap();

function named(pipeline, { label, compute }) {
  pipelineNames.set(pipeline, label || compute?.module?.label || compute?.entryPoint || 'kernel');
  return pipeline;
}

if (globalThis.GPUDevice) {
  const { requestDevice } = GPUAdapter.prototype;
  GPUAdapter.prototype.requestDevice = async function (descriptor = {}) {
    const more = this.features.has('timestamp-query') ? ['timestamp-query'] : [];
    const requiredFeatures = [...new Set([...(descriptor.requiredFeatures ?? []), ...more])];
    const device = await requestDevice.call(this, { ...descriptor, requiredFeatures });
    if (more.length) {
      devices.set(device, { set: device.createQuerySet({ type: 'timestamp', count: QUERIES }), names: [] });
    }
    return device;
  };
  const { createComputePipeline, createComputePipelineAsync, createCommandEncoder } = GPUDevice.prototype;
  GPUDevice.prototype.createComputePipeline = function (descriptor) {
    return named(createComputePipeline.call(this, descriptor), descriptor);
  };
  GPUDevice.prototype.createComputePipelineAsync = async function (descriptor) {
    return named(await createComputePipelineAsync.call(this, descriptor), descriptor);
  };
  const owners = new WeakMap();
  GPUDevice.prototype.createCommandEncoder = function (...args) {
    const encoder = createCommandEncoder.apply(this, args);
    owners.set(encoder, this);
    return encoder;
  };
  const { beginComputePass } = GPUCommandEncoder.prototype;
  GPUCommandEncoder.prototype.beginComputePass = function (descriptor) {
    const timer = devices.get(owners.get(this));
    if (!recording || !timer) {
      return beginComputePass.call(this, descriptor);
    }
    return new TimedPass(timer, (own) => beginComputePass.call(this, own));
  };
}

/** Looks like a pass and makes one for each dispatch. */
class TimedPass {
  #timer;
  #begin;
  #pipeline = null;
  #groups = new Map();

  constructor(timer, begin) {
    this.#timer = timer;
    this.#begin = begin;
  }

  setPipeline(pipeline) {
    this.#pipeline = pipeline;
  }

  setBindGroup(index, ...rest) {
    this.#groups.set(index, rest);
  }

  #launch(dispatch) {
    const { set, names } = this.#timer;
    const at = names.length * 2;
    const timestampWrites = { querySet: set, beginningOfPassWriteIndex: at, endOfPassWriteIndex: at + 1 };
    const pass = this.#begin(at + 1 < QUERIES ? { timestampWrites } : undefined);
    if (at + 1 < QUERIES) {
      names.push(pipelineNames.get(this.#pipeline) ?? 'kernel');
    }
    pass.setPipeline(this.#pipeline);
    this.#groups.forEach((rest, index) => pass.setBindGroup(index, ...rest));
    dispatch(pass);
    pass.end();
  }

  dispatchWorkgroups(...sizes) {
    this.#launch((pass) => pass.dispatchWorkgroups(...sizes));
  }

  dispatchWorkgroupsIndirect(...args) {
    this.#launch((pass) => pass.dispatchWorkgroupsIndirect(...args));
  }

  pushDebugGroup() {}

  popDebugGroup() {}

  insertDebugMarker() {}

  end() {}
}

if (globalThis.WebGL2RenderingContext) {
  const { prototype } = WebGL2RenderingContext;
  const sources = new WeakMap();
  const programs = new WeakMap();
  const current = new WeakMap();
  const { shaderSource, attachShader, useProgram } = prototype;
  prototype.shaderSource = function (shader, source) {
    sources.set(shader, source);
    return shaderSource.call(this, shader, source);
  };
  prototype.attachShader = function (program, shader) {
    // The last line may be a comment that names the kernel.
    const name = sources.get(shader)?.trimEnd().split('\n').at(-1).match(/^\/\/ (.*)/)?.[1];
    if (name) {
      programs.set(program, name);
    }
    return attachShader.call(this, program, shader);
  };
  prototype.useProgram = function (program) {
    current.set(this, program);
    return useProgram.call(this, program);
  };
  for (const method of ['drawArrays', 'drawElements']) {
    const draw = prototype[method];
    prototype[method] = function (...args) {
      if (!recording) {
        return draw.apply(this, args);
      }
      const name = programs.get(current.get(this)) ?? 'draw';
      const timer = this.getExtension('EXT_disjoint_timer_query_webgl2');
      if (!timer) {
        this.finish();
        const before = performance.now();
        draw.apply(this, args);
        this.finish();
        draws.push({ name, ms: performance.now() - before });
        return undefined;
      }
      const query = this.createQuery();
      this.beginQuery(timer.TIME_ELAPSED_EXT, query);
      draw.apply(this, args);
      this.endQuery(timer.TIME_ELAPSED_EXT);
      draws.push({ gl: this, query, name });
      return undefined;
    };
  }
}

export function start() {
  recording = true;
}

/** [name, milliseconds] of each kernel that was started since, in no certain order. */
export async function stop() {
  recording = false;
  const found = [];
  for (const [device, timer] of devices) {
    const { set, names } = timer;
    if (!names.length) {
      continue;
    }
    const size = names.length * 16;
    const resolved = device.createBuffer({ size, usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC });
    const mapped = device.createBuffer({ size, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
    const encoder = device.createCommandEncoder();
    encoder.resolveQuerySet(set, 0, names.length * 2, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, mapped, 0, size);
    device.queue.submit([encoder.finish()]);
    await mapped.mapAsync(GPUMapMode.READ);
    const times = new BigUint64Array(mapped.getMappedRange());
    names.forEach((name, i) => found.push([name, Number(times[2 * i + 1] - times[2 * i]) / 1e6]));
    mapped.unmap();
    [resolved, mapped].forEach((buffer) => buffer.destroy());
    timer.names = [];
  }
  const pending = draws;
  draws = [];
  for (const { gl, query, name, ms } of pending) {
    if (!query) {
      found.push([name, ms]);
      continue;
    }
    while (!gl.getQueryParameter(query, gl.QUERY_RESULT_AVAILABLE)) {
      await new Promise((resolve) => setTimeout(resolve, POLL));
    }
    found.push([name, gl.getQueryParameter(query, gl.QUERY_RESULT) / 1e6]);
    gl.deleteQuery(query);
  }
  return found;
}
