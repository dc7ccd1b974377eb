// What launches of a GPU take, one by one: for profiles only, since each is done for itself.

const QUERIES = 4096;

/** By WebGPU's timestamps. */
export class WebGpuClock {
  #device;
  #sets = [];
  #count = 0;

  constructor(device) {
    this.#device = device;
  }

  launch(encoder, dispatches) {
    const gpu = this.#device.features.has('timestamp-query');
    for (const { pipeline, group, x, y, z } of dispatches) {
      const at = (2 * this.#count++) % QUERIES;
      if (gpu && at === 0) {
        this.#sets.push(this.#device.createQuerySet({ type: 'timestamp', count: QUERIES }));
      }
      const timestampWrites = gpu && {
        querySet: this.#sets.at(-1),
        beginningOfPassWriteIndex: at,
        endOfPassWriteIndex: at + 1,
      };
      const pass = encoder.beginComputePass(gpu ? { timestampWrites } : {});
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(x, y, z);
      pass.end();
    }
  }

  /** Null for the times if the device has no clock. */
  async read() {
    if (!this.#device.features.has('timestamp-query')) {
      return { clock: 'host', times: null };
    }
    const device = this.#device;
    const size = QUERIES * 8;
    const { QUERY_RESOLVE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
    const resolved = device.createBuffer({ size, usage: QUERY_RESOLVE | COPY_SRC });
    const read = device.createBuffer({ size, usage: COPY_DST | MAP_READ });
    const times = [];
    for (const set of this.#sets) {
      const encoder = device.createCommandEncoder();
      encoder.resolveQuerySet(set, 0, QUERIES, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, read, 0, size);
      device.queue.submit([encoder.finish()]);
      await read.mapAsync(GPUMapMode.READ);
      const stamps = new BigUint64Array(read.getMappedRange());
      for (let i = 0; i < QUERIES && times.length < this.#count; i += 2) {
        times.push(Math.max(0, Number(stamps[i + 1] - stamps[i]) / 1e6));
      }
      read.unmap();
      set.destroy();
    }
    resolved.destroy();
    read.destroy();
    return { clock: 'gpu', times };
  }
}

/** By WebGL's timer queries; without them by waiting for each draw. */
export class WebGlClock {
  #gl;
  #timer;
  #queries = [];
  #times = [];
  #started = 0;

  constructor(gl) {
    this.#gl = gl;
    this.#timer = gl.getExtension('EXT_disjoint_timer_query_webgl2');
    if (this.#timer) {
      gl.getParameter(this.#timer.GPU_DISJOINT_EXT);
    } else {
      gl.finish();
    }
  }

  #wait() {
    this.#gl.readPixels(0, 0, 1, 1, this.#gl.RGBA, this.#gl.FLOAT, new Float32Array(4));
  }

  begin() {
    if (this.#timer) {
      const query = this.#gl.createQuery();
      this.#queries.push(query);
      this.#gl.beginQuery(this.#timer.TIME_ELAPSED_EXT, query);
    } else {
      this.#started = performance.now();
    }
  }

  end() {
    if (this.#timer) {
      this.#gl.endQuery(this.#timer.TIME_ELAPSED_EXT);
    } else {
      this.#wait();
      this.#times.push(performance.now() - this.#started);
    }
  }

  async read() {
    const gl = this.#gl;
    if (!this.#timer) {
      return { clock: 'host', times: this.#times };
    }
    const times = [];
    for (const query of this.#queries) {
      while (!gl.isContextLost() && !gl.getQueryParameter(query, gl.QUERY_RESULT_AVAILABLE)) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      times.push(gl.getQueryParameter(query, gl.QUERY_RESULT) / 1e6);
      gl.deleteQuery(query);
    }
    const disjoint = gl.getParameter(this.#timer.GPU_DISJOINT_EXT);
    return { clock: 'gpu', times: disjoint ? null : times };
  }
}

/**
 * A profile with what a run takes.
 *
 * @param device that the model computes on, or null
 * @param run does it
 * @param profile answers the profile
 */
export async function timed(device, run, profile) {
  device?.startClock(device.name === 'webgpu' ? WebGpuClock : WebGlClock);
  const started = performance.now();
  let taken = null;
  try {
    await run();
  } finally {
    taken = await device?.stopClock();
  }
  const result = { ...profile(), runMs: performance.now() - started };
  let at = 0;
  for (const node of result.nodes) {
    const times = taken?.times?.slice(at, (at += node.launches));
    node.ms = times?.length > 0 ? times.reduce((sum, ms) => sum + ms, 0) : null;
  }
  return { ...result, clock: taken?.times ? taken.clock : 'host' };
}
