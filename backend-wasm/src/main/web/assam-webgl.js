// The page's WebGL 2 for Java: dev.assam.wasm.PageGl is the other side. Numbers stand for textures,
// programs and recordings; all textures are arrays of RGBA float32. Nothing here waits for the
// device but the check when it is opened.

/** One triangle that covers everything. */
const VERTEX = `#version 300 es
void main() {
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}`;

/** Sums, quotients and whole numbers that a device computes to the last bits of float32, or nearly. */
const CHECK = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2DArray;
uniform int params[1];
uniform sampler2DArray X;
layout(location = 0) out vec4 y;
void main() {
  float sum = 0.0;
  for (int i = 0; i < 64; i++) {
    vec4 x = texelFetch(X, ivec3(i, 0, 0), 0);
    sum += x.x * x.y;
  }
  vec4 last = texelFetch(X, ivec3(63, 0, 0), 0);
  y = vec4(sum, last.z / last.w, float(int(last.z) / 3), intBitsToFloat(params[0]) * last.w);
}`;

const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Milliseconds between looks at what is not done yet. */
const POLL = 1;

const DONE = 0;
const FAILED = 1;
const LOST = 2;

/**
 * @param hardware whether a device that is a program on the CPU is none
 * @returns {{ device: Gl } | { why: string }} a device, or what keeps this browser from one
 */
export function acquire(hardware = false) {
  if (typeof OffscreenCanvas === 'undefined') {
    return { why: 'this browser has no OffscreenCanvas' };
  }
  const device = new Gl();
  const why = device.renew() ?? (hardware ? device.isSoftware() : null) ?? device.check();
  if (why) {
    device.end();
  }
  return why ? { why } : { device };
}

/** One context with what Java has made in it. */
export class Gl {
  #canvas;
  #gl;
  #parallel;
  #objects = new Map();
  #next = 1;
  #free = [];
  #held = new Map();
  #clock = null;
  #problem = null;
  #lost = false;
  #memory;
  #settle;
  #text = new Uint8Array();
  counts = { textures: 0, programs: 0, framebuffers: 0, buffers: 0, bytes: 0 };
  /** Shaders compiled, and the milliseconds that was waited for them. */
  compile = { shaders: 0, ms: 0 };

  /** Gets a new context, in which nothing is left; the reason why there is none, or null. */
  renew() {
    this.#canvas = new OffscreenCanvas(1, 1);
    const gl = this.#canvas.getContext('webgl2', {
      alpha: false,
      antialias: false,
      depth: false,
      stencil: false,
      powerPreference: 'high-performance',
    });
    if (!gl) {
      return 'this browser has no WebGL 2';
    }
    if (!gl.getExtension('EXT_color_buffer_float')) {
      return 'this WebGL cannot draw to float32 textures (EXT_color_buffer_float)';
    }
    this.#gl = gl;
    this.#parallel = gl.getExtension('KHR_parallel_shader_compile');
    this.#objects.clear();
    this.#free = [];
    this.#clock = null;
    this.#problem = null;
    this.#lost = false;
    this.counts = { textures: 0, programs: 0, framebuffers: 0, buffers: 0, bytes: 0 };
    gl.bindVertexArray(gl.createVertexArray());
    gl.disable(gl.DITHER);
    return null;
  }

  /** Whether the device computes in float32: null, or what it gets wrong. */
  check() {
    const gl = this.#gl;
    const floats = new Float32Array(256);
    let sum = 0;
    for (let i = 0; i < 64; i++) {
      floats[4 * i] = Math.fround(Math.sin(i + 1) * 3.1);
      floats[4 * i + 1] = Math.fround(Math.cos(7 * i + 1) * 1e-3);
      floats[4 * i + 2] = 16777213;
      floats[4 * i + 3] = 3;
      sum += floats[4 * i] * floats[4 * i + 1];
    }
    const x = this.createTexture(64, 1, 1);
    const y = this.createTexture(1, 1, 1);
    this.upload(x, 0, floats);
    const program = this.createProgram(CHECK, ['X']);
    const problem = this.#finish(this.#objects.get(program));
    const scale = 1e30;
    const bits = new Int32Array(new Float32Array([scale]).buffer)[0];
    const result = new Float32Array(4);
    if (!problem) {
      this.draw(this.record([program, y, 0, 1, 1, 1, x, 1, bits]));
      gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.FLOAT, result);
    }
    [x, y].forEach((texture) => this.deleteTexture(texture));
    this.deleteProgram(program);
    if (problem) {
      return `this WebGL does not compile: ${problem}`;
    }
    const right = [sum, 16777213 / 3, Math.floor(16777213 / 3), Math.fround(scale) * 3];
    const wrong = right.findIndex(
      (value, i) => !(Math.abs(result[i] - value) <= 4e-6 * Math.max(Math.abs(value), 1e-3)),
    );
    return wrong < 0
      ? null
      : `this WebGL does not compute in float32: ${result[wrong]} instead of ${right[wrong]}`;
  }

  /** Why the device is no GPU, or null. */
  isSoftware() {
    const { renderer } = this.limits();
    return SOFTWARE.test(renderer) ? `the WebGL renderer, ${renderer}, is software` : null;
  }

  /** What the adapter is, and what Java holds there. */
  report() {
    const { renderer } = this.limits();
    return {
      adapter: renderer,
      software: SOFTWARE.test(renderer),
      bufferBytes: this.counts.bytes,
      buffers: this.counts.textures,
      held: this.#held.size,
      compile: this.compile,
      counts: this.counts,
    };
  }

  get name() {
    return 'webgl';
  }

  /**
   * Something that inputs are taken from; see Gpu's. It draws itself: drawTo(target, width, texels, gl),
   * with so many texels in a row.
   */
  hold(thing) {
    const number = this.#next++;
    this.#held.set(number, thing);
    return number;
  }

  held(number) {
    return this.#held.get(number);
  }

  /** The floats of what is held, brought here. */
  async download(number) {
    const { texture, width, elements } = this.#held.get(number);
    if (!this.#objects.has(texture)) {
      throw new Error('the tensor was in a WebGL context that was lost');
    }
    const floats = new Float32Array(elements);
    return new Promise((resolve, reject) => {
      this.read([texture], [width], [elements], () => floats, (problem) =>
        problem ? reject(new Error(`reading from WebGL failed: ${problem}`)) : resolve(floats));
    });
  }

  /** From here on draws are timed, each for itself. */
  startClock(Clock) {
    this.#clock = new Clock(this.#gl);
  }

  /** What the draws since then took; see Gpu's. */
  stopClock() {
    const clock = this.#clock;
    this.#clock = null;
    return clock?.read() ?? { clock: 'host', times: null };
  }

  /**
   * Draws something of this size to the context's own canvas, and hands that over.
   *
   * @param paint draws, given the texture that is held under a number
   */
  bitmap(number, width, height, paint) {
    const gl = this.#gl;
    const { texture, width: line } = this.#held.get(number);
    const held = this.#objects.get(texture);
    if (!held) {
      throw new Error('the tensor was in a WebGL context that was lost');
    }
    Object.assign(this.#canvas, { width, height });
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, width, height);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, held.texture);
    paint(gl, line);
    return this.#canvas.transferToImageBitmap();
  }

  #takeHeld(number, texture, width, elements) {
    const target = this.#known(texture);
    if (target) {
      try {
        this.#held.get(number).drawTo(target, width, Math.ceil(elements / 4), this);
      } catch (error) {
        this.#problem ??= error.message;
      }
    }
  }

  /** Binds a texture to be drawn to, its first so many texels. */
  aim(target, width, texels) {
    const gl = this.#gl;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#framebuffer(target));
    gl.viewport(0, 0, width, Math.ceil(texels / width));
    return gl;
  }

  /** Copies the first texels of a first layer to another. */
  #copy(from, to, width, texels) {
    const gl = this.#gl;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#framebuffer(from));
    gl.readBuffer(gl.COLOR_ATTACHMENT0);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, to.texture);
    gl.copyTexSubImage3D(
        gl.TEXTURE_2D_ARRAY, 0, 0, 0, 0, 0, 0, width, Math.ceil(texels / width));
  }

  #keep(number, width, elements) {
    const gl = this.#gl;
    const from = this.#known(number);
    const texels = Math.max(1, Math.ceil(elements / 4));
    const texture = this.createTexture(width, Math.ceil(texels / width), 1);
    if (texture === 0) {
      this.#problem ??= `no memory on the GPU for an output of ${elements} elements`;
    } else if (from) {
      this.#copy(from, this.#objects.get(texture), width, texels);
    }
    return this.hold({
      texture,
      width,
      elements,
      drawTo: (target, line, count) => {
        const source = this.#objects.get(texture);
        if (!source) {
          throw new Error('the input was in a WebGL context that was lost');
        }
        this.#copy(source, target, line, count);
      },
      close: () => this.deleteTexture(texture),
    });
  }

  /** Loses the context, for tests. */
  lose() {
    this.#gl?.getExtension('WEBGL_lose_context')?.loseContext();
  }

  end() {
    this.lose();
  }

  /**
   * Imports of the module.
   *
   * @param memory of the module
   * @param settle the module's export, which must not throw
   */
  imports(memory, settle) {
    this.#memory = memory;
    this.#settle = settle;
    const words = (address, length) => new Int32Array(memory.buffer, address >>> 0, length);
    const floats = (address, length) => new Float32Array(memory.buffer, address >>> 0, length);
    const bytes = (address, length) => new Uint8Array(memory.buffer, address >>> 0, length);
    const text = (address, length) => new TextDecoder().decode(bytes(address, length));
    return {
      limit: (which) => {
        const { textureSize, layers, targets, samplers } = this.limits();
        return [textureSize, layers, targets, samplers][which];
      },
      describe: () => this.#say(this.limits().renderer),
      said: (address) => void bytes(address, this.#text.length).set(this.#text),
      createTexture: (width, height, layers) => this.createTexture(width, height, layers),
      deleteTexture: (texture) => this.deleteTexture(texture),
      upload: (texture, layer, address, count) => this.upload(texture, layer, floats(address, count)),
      createProgram: (source, length, names, namesLength) =>
        this.createProgram(text(source, length), text(names, namesLength).split(' ').filter(Boolean)),
      deleteProgram: (program) => this.deleteProgram(program),
      ready: (id, count, address) =>
        this.ready(Array.from(words(address, count)), (problem) => this.#answer(id, problem)),
      record: (length, address) => this.record(words(address, length)),
      forget: (recording) => this.forget(recording),
      draw: (recording) => this.draw(recording),
      take: (held, texture, width, elements) => this.#takeHeld(held, texture, width, elements),
      keep: (texture, width, elements) => this.#keep(texture, width, elements),
      peek: (held, offset, address, length) => {
        const elements = this.#held.get(held)?.pixels?.();
        if (elements) {
          bytes(address, length).set(
            new Uint8Array(elements.buffer, elements.byteOffset + offset, length));
        }
        return elements ? 1 : 0;
      },
      drop: (held) => {
        this.#held.get(held)?.close?.();
        this.#held.delete(held);
      },
      read: (id, count, address) => {
        const parts = Array.from(words(address, 4 * count));
        const column = (c) => parts.filter((_, i) => i % 4 === c);
        const to = column(3);
        const lengths = column(2);
        this.read(column(0), column(1), lengths, (i) => floats(to[i], lengths[i]), (problem) =>
          this.#answer(id, problem));
      },
      acquire: (id) => setTimeout(() => {
        const before = this.#gl;
        this.#answer(id, this.recover(), Number(before !== this.#gl));
      }),
    };
  }

  /** A context that works, the old one if it does; null or what keeps it from that. */
  recover() {
    this.#lost = false;
    return this.#gl.isContextLost() ? this.renew() ?? this.check() : null;
  }

  #say(text) {
    this.#text = new TextEncoder().encode(text);
    return this.#text.length;
  }

  #answer(id, problem, value = 0) {
    if (problem === null) {
      this.#settle(id, DONE, value);
    } else if (problem === 'lost') {
      this.#settle(id, LOST, this.#say('the WebGL context was lost'));
    } else {
      this.#settle(id, FAILED, this.#say(problem));
    }
  }

  /** Whether the context is lost, or something was used that went with an earlier one. */
  #isLost() {
    return this.#lost || this.#gl.isContextLost();
  }

  limits() {
    const gl = this.#gl;
    const info = gl.getExtension('WEBGL_debug_renderer_info');
    return {
      renderer: String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER)),
      textureSize: gl.getParameter(gl.MAX_TEXTURE_SIZE),
      layers: gl.getParameter(gl.MAX_ARRAY_TEXTURE_LAYERS),
      targets: Math.min(
          gl.getParameter(gl.MAX_DRAW_BUFFERS), gl.getParameter(gl.MAX_COLOR_ATTACHMENTS)),
      samplers: gl.getParameter(gl.MAX_TEXTURE_IMAGE_UNITS),
    };
  }

  #put(object) {
    this.#objects.set(this.#next, object);
    return this.#next++;
  }

  /** An object, or null if it went with an earlier context, which is reported as a loss. */
  #known(number) {
    const object = this.#objects.get(number);
    this.#lost ||= !object;
    return object ?? null;
  }

  #take(number) {
    const object = this.#objects.get(number);
    this.#objects.delete(number);
    return object;
  }

  /** A texture; 0 if there is no room for it. */
  createTexture(width, height, layers) {
    const gl = this.#gl;
    const texture = gl.createTexture();
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, texture);
    gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D_ARRAY, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    gl.texStorage3D(gl.TEXTURE_2D_ARRAY, 1, gl.RGBA32F, width, height, layers);
    if (gl.getError() === gl.OUT_OF_MEMORY) {
      gl.deleteTexture(texture);
      return 0;
    }
    this.counts.textures++;
    this.counts.bytes += width * height * layers * 16;
    return this.#put({ texture, width, height, layers, framebuffer: null });
  }

  deleteTexture(number) {
    const object = this.#take(number);
    if (!object) {
      return;
    }
    this.counts.textures--;
    this.counts.bytes -= object.width * object.height * object.layers * 16;
    this.#gl.deleteTexture(object.texture);
    if (object.framebuffer) {
      this.counts.framebuffers--;
      this.#gl.deleteFramebuffer(object.framebuffer);
    }
  }

  /** Floats into a layer, row by row. */
  upload(number, layer, floats) {
    const gl = this.#gl;
    const object = this.#known(number);
    if (!object) {
      return;
    }
    const { texture, width } = object;
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, texture);
    const texels = Math.floor(floats.length / 4);
    const rows = Math.floor(texels / width);
    const put = (x, y, w, h, part) => gl.texSubImage3D(
        gl.TEXTURE_2D_ARRAY, 0, x, y, layer, w, h, 1, gl.RGBA, gl.FLOAT, part);
    if (rows > 0) {
      put(0, 0, width, rows, floats.subarray(0, rows * width * 4));
    }
    const rest = texels - rows * width;
    if (rest > 0) {
      put(0, rows, rest, 1, floats.subarray(rows * width * 4, texels * 4));
    }
    if (texels * 4 < floats.length) {
      const last = new Float32Array(4);
      last.set(floats.subarray(texels * 4));
      put(rest, rows, 1, 1, last);
    }
  }

  /** Begins to compile a program that reads these samplers. */
  createProgram(source, samplers) {
    const gl = this.#gl;
    const program = gl.createProgram();
    const shaders = [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, source]];
    const [vertex, fragment] = shaders.map(([kind, text]) => {
      const shader = gl.createShader(kind);
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
      return shader;
    });
    gl.linkProgram(program);
    gl.deleteShader(vertex);
    this.counts.programs++;
    return this.#put({ program, fragment, samplers, params: null, drawn: null });
  }

  deleteProgram(number) {
    const object = this.#take(number);
    if (object) {
      this.counts.programs--;
      this.#gl.deleteProgram(object.program);
    }
  }

  /** Calls back with null once programs can be drawn with, or with what the compiler has to say. */
  ready(numbers, done) {
    const gl = this.#gl;
    const waits = numbers.map((number) => this.#known(number)).filter((object) => object?.fragment);
    const started = performance.now();
    const look = () => {
      if (this.#isLost()) {
        done('lost');
        return;
      }
      if (this.#parallel && waits.some((object) => !gl.getProgramParameter(
          object.program, this.#parallel.COMPLETION_STATUS_KHR))) {
        setTimeout(look, POLL);
        return;
      }
      for (const object of waits) {
        const problem = this.#finish(object);
        if (problem) {
          done(problem);
          return;
        }
      }
      this.compile.shaders += waits.length;
      this.compile.ms += performance.now() - started;
      done(null);
    };
    setTimeout(look);
  }

  #finish(object) {
    const gl = this.#gl;
    if (!object.fragment) {
      return null;
    }
    if (!gl.getProgramParameter(object.program, gl.LINK_STATUS)) {
      return (gl.getShaderInfoLog(object.fragment) || gl.getProgramInfoLog(object.program)
          || 'the program does not link').trim();
    }
    gl.deleteShader(object.fragment);
    object.fragment = null;
    gl.useProgram(object.program);
    object.samplers.forEach((name, unit) => {
      const location = gl.getUniformLocation(object.program, name);
      if (location) {
        gl.uniform1i(location, unit);
      }
    });
    object.params = gl.getUniformLocation(object.program, 'params');
    return null;
  }

  #framebuffer(object) {
    if (!object.framebuffer) {
      const gl = this.#gl;
      object.framebuffer = gl.createFramebuffer();
      this.counts.framebuffers++;
      gl.bindFramebuffer(gl.FRAMEBUFFER, object.framebuffer);
      const buffers = [];
      for (let layer = 0; layer < object.layers && layer < 8; layer++) {
        buffers.push(gl.COLOR_ATTACHMENT0 + layer);
        gl.framebufferTextureLayer(gl.FRAMEBUFFER, buffers[layer], object.texture, 0, layer);
      }
      gl.drawBuffers(buffers);
    }
    return object.framebuffer;
  }

  /**
   * Draws to be done together.
   *
   * @param words for each draw: program, target, first line, width, height, number of textures and their
   *     numbers, number of parameters and these
   */
  record(words) {
    const draws = [];
    for (let at = 0; at < words.length;) {
      const [program, target, line, width, height, count] = words.slice(at, at + 6);
      const textures = Array.from(
        words.slice(at + 6, at + 6 + count),
        (texture) => this.#known(texture)?.texture,
      );
      at += 6 + count;
      const params = new Int32Array(words.slice(at + 1, at + 1 + words[at]));
      at += 1 + words[at];
      draws.push({
        program: this.#known(program),
        target: this.#known(target),
        line,
        width,
        height,
        textures,
        params,
      });
    }
    return this.#put(draws);
  }

  forget(number) {
    this.#take(number);
  }

  draw(number) {
    const gl = this.#gl;
    for (const draw of this.#known(number) ?? []) {
      if (!draw.program || !draw.target) {
        return;
      }
      this.#clock?.begin();
      const { program, textures } = draw;
      gl.useProgram(program.program);
      if (program.drawn !== draw) {
        gl.uniform1iv(program.params, draw.params);
        program.drawn = draw;
      }
      for (let i = 0; i < textures.length; i++) {
        gl.activeTexture(gl.TEXTURE0 + i);
        gl.bindTexture(gl.TEXTURE_2D_ARRAY, textures[i]);
      }
      gl.bindFramebuffer(gl.FRAMEBUFFER, this.#framebuffer(draw.target));
      gl.viewport(0, draw.line, draw.width, draw.height);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
      this.#clock?.end();
    }
  }

  #buffer(bytes) {
    const gl = this.#gl;
    const i = this.#free.findIndex((free) => free.bytes >= bytes);
    if (i >= 0) {
      return this.#free.splice(i, 1)[0];
    }
    const small = this.#free.pop();
    if (small) {
      gl.deleteBuffer(small.buffer);
      this.counts.buffers--;
    }
    const buffer = gl.createBuffer();
    this.counts.buffers++;
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
    gl.bufferData(gl.PIXEL_PACK_BUFFER, bytes, gl.STREAM_READ);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    return { buffer, bytes };
  }

  /**
   * Copies the first floats of textures' first layers, rows of so many texels, to where
   * {@code to(i)} says once the device is done, then calls back with null or what went wrong.
   */
  read(numbers, widths, lengths, to, done) {
    const gl = this.#gl;
    const sources = numbers.map((number) => this.#known(number));
    if (this.#isLost()) {
      setTimeout(() => done('lost'));
      return;
    }
    const starts = [];
    let bytes = 0;
    const rows = lengths.map((length, i) => Math.ceil(length / 4 / widths[i]));
    for (let i = 0; i < rows.length; i++) {
      starts.push(bytes);
      bytes += rows[i] * widths[i] * 16;
    }
    const pack = this.#buffer(bytes);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, pack.buffer);
    sources.forEach((source, i) => {
      gl.bindFramebuffer(gl.FRAMEBUFFER, this.#framebuffer(source));
      gl.readBuffer(gl.COLOR_ATTACHMENT0);
      gl.readPixels(0, 0, widths[i], rows[i], gl.RGBA, gl.FLOAT, starts[i]);
    });
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
    const look = () => {
      if (this.#isLost()) {
        done('lost');
        return;
      }
      if (gl !== this.#gl) {
        done('lost');
        return;
      }
      if (gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) {
        setTimeout(look, POLL);
        return;
      }
      gl.deleteSync(fence);
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, pack.buffer);
      lengths.forEach((length, i) => {
        gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, starts[i], to(i), 0, length);
      });
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
      this.#free.push(pack);
      const problem = this.#problem;
      this.#problem = null;
      done(problem);
    };
    setTimeout(look, 0);
  }
}
