/**
 * WebGL 2 as the backend in Java asks for it: numbers stand for textures, programs and recordings;
 * all textures are arrays of RGBA float32. Nothing here waits for the device.
 */

/** One triangle that covers everything. */
const VERTEX = `#version 300 es
void main() {
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}`;

const WIDTH = 256;

/** Milliseconds between looks at what is not done yet. */
const POLL = 1;

export class Gl {
  /** A device, or a reason why there is none. */
  static open() {
    if (typeof OffscreenCanvas === 'undefined') {
      return 'there is no OffscreenCanvas';
    }
    const device = new Gl();
    return device.renew() ?? device;
  }

  /** Gets a new context; the reason why there is none, or null. */
  renew() {
    this.canvas = new OffscreenCanvas(1, 1);
    const gl = this.canvas.getContext('webgl2', {
      alpha: false, antialias: false, depth: false, stencil: false, powerPreference: 'high-performance',
    });
    if (!gl) {
      return 'there is no WebGL 2';
    }
    if (!gl.getExtension('EXT_color_buffer_float')) {
      return 'float32 textures cannot be drawn to (EXT_color_buffer_float)';
    }
    this.gl = gl;
    this.parallel = gl.getExtension('KHR_parallel_shader_compile');
    this.objects = new Map();
    this.counts = {textures: 0, programs: 0, framebuffers: 0, buffers: 0, bytes: 0};
    this.buffers = [];
    this.next = 1;
    gl.bindVertexArray(gl.createVertexArray());
    gl.disable(gl.DITHER);
    return null;
  }

  limits() {
    const gl = this.gl;
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

  put(object) {
    this.objects.set(this.next, object);
    return this.next++;
  }

  take(number) {
    const object = this.objects.get(number);
    this.objects.delete(number);
    return object;
  }

  isLost() {
    return this.gl.isContextLost();
  }

  /** A texture; 0 if there is no room for it. */
  createTexture(width, height, layers) {
    const gl = this.gl;
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
    return this.put({texture, width, height, layers, framebuffer: null});
  }

  deleteTexture(number) {
    const object = this.take(number);
    if (!object) {
      return;
    }
    this.counts.textures--;
    this.counts.bytes -= object.width * object.height * object.layers * 16;
    this.gl.deleteTexture(object.texture);
    if (object.framebuffer) {
      this.counts.framebuffers--;
      this.gl.deleteFramebuffer(object.framebuffer);
    }
  }

  /** Floats into a layer, row by row. */
  upload(number, layer, floats) {
    const gl = this.gl;
    const {texture, width} = this.objects.get(number);
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
    const gl = this.gl;
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
    return this.put({program, fragment, samplers, params: null, drawn: null});
  }

  deleteProgram(number) {
    const object = this.take(number);
    if (object) {
      this.counts.programs--;
      this.gl.deleteProgram(object.program);
    }
  }

  /** Calls back with null once programs can be drawn with, or with what the compiler has to say. */
  ready(numbers, done) {
    const gl = this.gl;
    const waits = numbers.map(number => this.objects.get(number)).filter(object => object.fragment);
    const look = () => {
      if (gl.isContextLost()) {
        done('lost');
        return;
      }
      if (this.parallel && waits.some(object => !gl.getProgramParameter(
          object.program, this.parallel.COMPLETION_STATUS_KHR))) {
        setTimeout(look, POLL);
        return;
      }
      for (const object of waits) {
        const problem = this.finish(object);
        if (problem) {
          done(problem);
          return;
        }
      }
      done(null);
    };
    look();
  }

  finish(object) {
    const gl = this.gl;
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

  framebuffer(object) {
    if (!object.framebuffer) {
      const gl = this.gl;
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
   * @param words for each draw: program, target, width, height, number of textures and their
   *     numbers, number of parameters and these
   */
  record(words) {
    const draws = [];
    for (let at = 0; at < words.length;) {
      const [program, target, width, height, count] = words.slice(at, at + 5);
      const textures = Array.from(words.slice(at + 5, at + 5 + count), n => this.objects.get(n).texture);
      at += 5 + count;
      const params = new Int32Array(words.slice(at + 1, at + 1 + words[at]));
      at += 1 + words[at];
      draws.push({
        program: this.objects.get(program), target: this.objects.get(target), width, height, textures, params,
      });
    }
    return this.put(draws);
  }

  forget(number) {
    this.take(number);
  }

  draw(number) {
    const gl = this.gl;
    for (const draw of this.objects.get(number)) {
      const {program, textures} = draw;
      gl.useProgram(program.program);
      if (program.drawn !== draw) {
        gl.uniform1iv(program.params, draw.params);
        program.drawn = draw;
      }
      for (let i = 0; i < textures.length; i++) {
        gl.activeTexture(gl.TEXTURE0 + i);
        gl.bindTexture(gl.TEXTURE_2D_ARRAY, textures[i]);
      }
      gl.bindFramebuffer(gl.FRAMEBUFFER, this.framebuffer(draw.target));
      gl.viewport(0, 0, draw.width, draw.height);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    }
  }

  buffer(bytes) {
    const gl = this.gl;
    const i = this.buffers.findIndex(free => free.bytes >= bytes);
    if (i >= 0) {
      return this.buffers.splice(i, 1)[0];
    }
    const small = this.buffers.pop();
    if (small) {
      gl.deleteBuffer(small.buffer);
      this.counts.buffers--;
    }
    const buffer = gl.createBuffer();
    this.counts.buffers++;
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
    gl.bufferData(gl.PIXEL_PACK_BUFFER, bytes, gl.STREAM_READ);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    return {buffer, bytes};
  }

  /**
   * Copies the first floats of textures' first layers to where {@code to(i)} says once the device
   * is done, then calls back with null or what went wrong.
   */
  read(numbers, lengths, to, done) {
    const gl = this.gl;
    const starts = [];
    let bytes = 0;
    for (const length of lengths) {
      starts.push(bytes);
      bytes += Math.ceil(length / 4 / WIDTH) * WIDTH * 16;
    }
    const pack = this.buffer(bytes);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, pack.buffer);
    numbers.forEach((number, i) => {
      const texels = Math.ceil(lengths[i] / 4);
      gl.bindFramebuffer(gl.FRAMEBUFFER, this.framebuffer(this.objects.get(number)));
      gl.readBuffer(gl.COLOR_ATTACHMENT0);
      gl.readPixels(
          0, 0, Math.min(WIDTH, texels), Math.ceil(texels / WIDTH), gl.RGBA, gl.FLOAT, starts[i]);
    });
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
    const look = () => {
      if (gl.isContextLost()) {
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
      this.buffers.push(pack);
      done(null);
    };
    setTimeout(look, 0);
  }
}
