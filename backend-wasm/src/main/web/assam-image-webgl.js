// Pictures to and from textures of WebGL 2, without a trip through the CPU.

import { pixelsOf } from './assam-image.js';

const VERTEX = `#version 300 es
void main() {
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}`;

const HEAD = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2DArray;
uniform ivec2 size;
uniform ivec2 taps;
uniform int channels;
uniform bool nhwc;
uniform bool bgr;
uniform bool gray;
uniform bool whole;
uniform bool exact;
uniform int line;
uniform vec4 scale;
uniform vec4 bias;
`;

/** Four elements of a dense tensor from a picture. */
const INPUT = `${HEAD}
uniform sampler2D image;
layout(location = 0) out vec4 elements;

vec4 pixel(ivec2 at) {
  if (exact) {
    return texelFetch(image, at, 0);
  }
  vec4 sum = vec4(0.0);
  for (int j = 0; j < taps.y; j++) {
    for (int i = 0; i < taps.x; i++) {
      vec2 inside = (vec2(i, j) + 0.5) / vec2(taps);
      sum += textureLod(image, (vec2(at) + inside) / vec2(size), 0.0);
    }
  }
  return sum / float(taps.x * taps.y);
}

float element(int i) {
  int area = size.x * size.y;
  int c = nhwc ? i % channels : i / area;
  int at = nhwc ? i / channels : i % area;
  if (c >= channels || at >= area) {
    return 0.0;
  }
  vec4 v = pixel(ivec2(at % size.x, at / size.x));
  float value = gray ? dot(v.rgb, vec3(0.299, 0.587, 0.114)) : v[bgr && c < 3 ? 2 - c : c];
  value = value * scale[c] + bias[c];
  return whole ? floor(value + 0.5) : value;
}

void main() {
  int at = 4 * (int(gl_FragCoord.y) * line + int(gl_FragCoord.x));
  elements = vec4(element(at), element(at + 1), element(at + 2), element(at + 3));
}`;

/** A pixel of a dense tensor. */
const OUTPUT = `${HEAD}
uniform sampler2DArray tensor;
layout(location = 0) out vec4 color;

float element(int i) {
  int texel = i / 4;
  return texelFetch(tensor, ivec3(texel % line, texel / line, 0), 0)[i % 4];
}

void main() {
  int at = (size.y - 1 - int(gl_FragCoord.y)) * size.x + int(gl_FragCoord.x);
  vec4 v = vec4(0.0, 0.0, 0.0, 1.0);
  for (int c = 0; c < channels; c++) {
    v[c] = element(nhwc ? at * channels + c : c * size.x * size.y + at) * scale[c] + bias[c];
  }
  color = gray ? v.rrra : bgr ? v.bgra : v;
}`;

function compile(gl, fragment) {
  const program = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, fragment]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  return program;
}

/** The programs of a context, and the texture that pictures go through. */
class Painter {
  #gl;
  #programs = new Map();
  #texture = null;

  constructor(gl) {
    this.#gl = gl;
  }

  #use(source, plan, line, scale, bias) {
    const gl = this.#gl;
    if (!this.#programs.has(source)) {
      this.#programs.set(source, compile(gl, source));
    }
    const program = this.#programs.get(source);
    gl.useProgram(program);
    const at = (name) => gl.getUniformLocation(program, name);
    gl.uniform2i(at('size'), plan.width, plan.height);
    gl.uniform2iv(at('taps'), plan.taps ?? [1, 1]);
    gl.uniform1i(at('channels'), plan.count);
    gl.uniform1i(at('nhwc'), Number(plan.layout === 'NHWC'));
    gl.uniform1i(at('bgr'), Number(plan.channels === 'BGR'));
    gl.uniform1i(at('gray'), Number(plan.channels === 'GRAY'));
    gl.uniform1i(at('whole'), Number(plan.whole));
    gl.uniform1i(at('exact'), Number(plan.width === plan.fullWidth && plan.height === plan.fullHeight));
    gl.uniform1i(at('line'), line);
    gl.uniform4fv(at('scale'), scale);
    gl.uniform4fv(at('bias'), bias);
  }

  /** Draws the elements of a planned picture to what is bound. */
  input(plan, line) {
    const gl = this.#gl;
    const { mean, std, whole } = plan;
    this.#texture ??= gl.createTexture();
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.#texture);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, plan.image);
    this.#use(
      INPUT,
      plan,
      line,
      whole ? std.map(() => 255) : std.map((s) => 1 / s),
      whole ? std.map(() => 0) : mean.map((m, i) => -m / std[i]),
    );
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    gl.bindTexture(gl.TEXTURE_2D, null);
  }

  /** Draws a planned tensor, whose texture is bound, to the canvas. */
  output(plan, line) {
    this.#use(OUTPUT, plan, line, plan.std, plan.mean);
    this.#gl.drawArrays(this.#gl.TRIANGLES, 0, 3);
  }
}

const painters = new WeakMap();

function painter(gl) {
  if (!painters.has(gl)) {
    painters.set(gl, new Painter(gl));
  }
  return painters.get(gl);
}

/** A planned picture as something that inputs are taken from. */
export function heldImage(plan) {
  return {
    drawTo: (target, width, texels, device) =>
      void painter(device.aim(target, width, texels)).input(plan, width),
    pixels: () => pixelsOf(plan),
  };
}

/** The bitmap of a planned tensor that the device holds under a number. */
export function heldBitmap(device, number, plan) {
  return device.bitmap(number, plan.width, plan.height, (gl, line) => painter(gl).output(plan, line));
}
