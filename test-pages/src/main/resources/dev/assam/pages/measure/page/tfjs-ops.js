// ONNX's operators by TensorFlow.js's operations, and the few rewrites its converter would have done.

/** A value: a tensor, with channels last if `last`, or numbers that shapes are computed with. */
export class Value {
  constructor(tensor, last, host) {
    this.tensor = tensor;
    this.last = last;
    this.host = host;
  }

  static of(tensor, last = false) {
    return new Value(tensor, last, null);
  }

  /** Numbers: { data, dims }. */
  static host(data, dims) {
    return new Value(null, false, { data: Array.from(data, Number), dims });
  }

  static constant(tf, data, dims, type) {
    return type === 7 ? Value.host(data, dims) : Value.of(tf.tensor(data, dims, type === 1 ? 'float32' : 'int32'));
  }

  /** As a tensor with the dimensions in ONNX's order. */
  plain(tf) {
    if (this.host) {
      return tf.tensor(this.host.data, this.host.dims, 'int32');
    }
    return this.last ? tf.transpose(this.tensor, [0, 3, 1, 2]) : this.tensor;
  }

  /** As a picture with channels last. */
  picture(tf) {
    return this.last ? this.tensor : tf.transpose(this.tensor, [0, 2, 3, 1]);
  }

  /** In ONNX's order. */
  get dims() {
    if (this.host) {
      return this.host.dims;
    }
    const shape = this.tensor.shape;
    return this.last ? [shape[0], shape[3], shape[1], shape[2]] : shape;
  }
}

const unary = (f) => (tf, [x]) => Value.of(f(tf, x.tensor ?? x.plain(tf)), x.last);

/** An elementwise operation of two values; numbers stay numbers. */
function binary(name, onNumbers) {
  return (tf, [a, b]) => {
    if (a.host && b.host && onNumbers) {
      const [long, short] = a.host.data.length >= b.host.data.length ? [a, b] : [b, a];
      const at = (value, i) => value.host.data[value.host.data.length === 1 ? 0 : i];
      return Value.host(long.host.data.map((_, i) => onNumbers(at(a, i), at(b, i))), (short, long).host.dims);
    }
    if (a.last && b.last) {
      return Value.of(tf[name](a.tensor, b.tensor), true);
    }
    const [picture, other] = a.last ? [a, b] : [b, a];
    const dims = other.dims;
    if (picture.last && (dims.length < 2 || (dims.length <= 4 && dims.every((d, i) => d === 1 || i === dims.length - 3)))) {
      // One number a channel, or one for all.
      const flat = tf.reshape(cast(tf, other, picture), dims.some((d) => d > 1) ? [-1] : []);
      return Value.of(a.last ? tf[name](a.tensor, flat) : tf[name](flat, b.tensor), true);
    }
    return Value.of(tf[name](cast(tf, a, b), cast(tf, b, a)));
  };
}

/** In plain order, as float32 if the other is. */
function cast(tf, value, other) {
  const tensor = value.plain(tf);
  const float = other.tensor?.dtype === 'float32';
  return float && tensor.dtype !== 'float32' ? tf.cast(tensor, 'float32') : tensor;
}

function windowPads({ pads, auto_pad: auto }, dims, kernel, strides) {
  if (auto === 'SAME_UPPER' || auto === 'SAME_LOWER') {
    return [0, 1].map((i) => {
      const out = Math.ceil(dims[2 + i] / strides[i]);
      const all = Math.max(0, (out - 1) * strides[i] + kernel[i] - dims[2 + i]);
      return auto === 'SAME_UPPER' ? [Math.floor(all / 2), Math.ceil(all / 2)] : [Math.ceil(all / 2), Math.floor(all / 2)];
    });
  }
  const [top, left, bottom, right] = pads ?? [0, 0, 0, 0];
  return [[top, bottom], [left, right]];
}

/** What fused operations can do behind themselves. */
const ACTIVATIONS = { Relu: 'relu', Sigmoid: 'sigmoid' };

function conv(tf, [x, w, bias], attributes, node) {
  const [filters, perGroup, ...kernel] = w.dims;
  const group = attributes.group ?? 1;
  const strides = attributes.strides ?? [1, 1];
  const dilations = attributes.dilations ?? [1, 1];
  const pads = windowPads(attributes, x.dims, kernel, strides);
  const picture = x.picture(tf);
  const channels = picture.shape[3];
  const depthwise = group === channels && filters === channels && group > 1;
  if (group !== 1 && !depthwise) {
    throw new Error(`unsupported: TensorFlow.js has no convolution in ${group} groups ("${node.name}")`);
  }
  node.filter ??= tf.keep(tf.transpose(w.tensor, depthwise ? [2, 3, 0, 1] : [2, 3, 1, 0]));
  const result = (depthwise ? tf.fused.depthwiseConv2d : tf.fused.conv2d)({
    x: picture,
    filter: node.filter,
    strides,
    pad: [[0, 0], ...pads, [0, 0]],
    dilations,
    bias: bias?.tensor,
    activation: ACTIVATIONS[node.activation] ?? 'linear',
  });
  return Value.of(result, true);
}

function pool(kind) {
  return (tf, [x], attributes) => {
    const kernel = attributes.kernel_shape;
    const strides = attributes.strides ?? [1, 1];
    const pads = windowPads(attributes, x.dims, kernel, strides);
    if (attributes.ceil_mode) {
      [0, 1].forEach((i) => {
        const rest = (x.dims[2 + i] + pads[i][0] + pads[i][1] - kernel[i]) % strides[i];
        pads[i][1] += rest ? strides[i] - rest : 0;
      });
    }
    const padded = pads.flat().some((pad) => pad > 0);
    if (kind === 'avg' && padded && attributes.count_include_pad) {
      const zeros = tf.pad(x.picture(tf), [[0, 0], ...pads, [0, 0]]);
      return Value.of(tf.avgPool(zeros, kernel, strides, 'valid'), true);
    }
    const pad = padded ? [[0, 0], ...pads, [0, 0]] : 'valid';
    return Value.of(tf[`${kind}Pool`](x.picture(tf), kernel, strides, pad), true);
  };
}

function gemm(tf, [a, b, c], { alpha = 1, beta = 1, transA = 0, transB = 0 }, node) {
  if (alpha !== 1 || beta !== 1) {
    throw new Error('unsupported: Gemm with factors');
  }
  const bias = c && tf.reshape(c.tensor, [-1]);
  const activation = ACTIVATIONS[node.activation] ?? 'linear';
  return Value.of(
    tf.fused.matMul({ a: a.plain(tf), b: b.plain(tf), transposeA: !!transA, transposeB: !!transB, bias, activation }),
  );
}

function matMul(tf, [a, b]) {
  let left = a.plain(tf);
  let right = b.plain(tf);
  if (right.rank === 2 && left.rank > 2) {
    const rows = tf.reshape(left, [-1, left.shape.at(-1)]);
    return Value.of(tf.reshape(tf.matMul(rows, right), [...left.shape.slice(0, -1), right.shape[1]]));
  }
  const rank = Math.max(left.rank, right.rank);
  const batch = (t) => [...Array(rank - t.rank).fill(1), ...t.shape];
  left = tf.reshape(left, batch(left));
  right = tf.reshape(right, batch(right));
  return Value.of(tf.matMul(left, right));
}

function slice(tf, [x, starts, ends, axes, steps], attributes) {
  const numbers = (value, name) => value?.host.data ?? attributes[name];
  const dims = x.dims;
  const from = dims.map(() => 0);
  const size = [...dims];
  const list = numbers(starts, 'starts');
  const along = numbers(axes, 'axes') ?? list.map((_, i) => i);
  list.forEach((start, i) => {
    const axis = (along[i] + dims.length) % dims.length;
    if ((steps?.host.data[i] ?? 1) !== 1) {
      throw new Error('unsupported: Slice with steps');
    }
    const clamp = (v) => Math.min(dims[axis], Math.max(0, v < 0 ? v + dims[axis] : v));
    from[axis] = clamp(start);
    size[axis] = clamp(numbers(ends, 'ends')[i]) - from[axis];
  });
  if (x.host && dims.length === 1) {
    return Value.host(x.host.data.slice(from[0], from[0] + size[0]), size);
  }
  return Value.of(tf.slice(x.plain(tf), from, size));
}

function axesOf(attributes, given) {
  return given?.host.data ?? attributes.axes;
}

function reshape(tf, [x, shape]) {
  const dims = x.dims;
  const to = shape.host.data.map((d, i) => (d === 0 ? dims[i] : d));
  if (x.host) {
    return Value.host(x.host.data, to.map((d) => (d === -1 ? x.host.data.length : d)));
  }
  return Value.of(tf.reshape(x.plain(tf), to));
}

function unsqueeze(tf, [x, given], attributes) {
  const axes = axesOf(attributes, given);
  const dims = [...x.dims];
  const rank = dims.length + axes.length;
  axes.map((a) => (a + rank) % rank).sort((a, b) => a - b).forEach((a) => dims.splice(a, 0, 1));
  return x.host ? Value.host(x.host.data, dims) : Value.of(tf.reshape(x.plain(tf), dims));
}

function squeeze(tf, [x, given], attributes) {
  const axes = axesOf(attributes, given)?.map((a) => (a + x.dims.length) % x.dims.length);
  const dims = x.dims.filter((d, i) => (axes ? !axes.includes(i) : d !== 1));
  return x.host ? Value.host(x.host.data, dims) : Value.of(tf.reshape(x.plain(tf), dims));
}

function gather(tf, [x, indices], { axis = 0 }) {
  if (x.host && indices.host) {
    return Value.host(indices.host.data.map((i) => x.host.data.at(i)), indices.host.dims);
  }
  return Value.of(tf.gather(x.plain(tf), tf.cast(indices.plain(tf), 'int32'), axis));
}

function concat(tf, values, { axis }) {
  if (values.every((value) => value.host)) {
    const data = values.flatMap((value) => value.host.data);
    return Value.host(data, [data.length]);
  }
  if (values.every((value) => value.last) && axis === 1) {
    return Value.of(tf.concat(values.map((value) => value.tensor), 3), true);
  }
  return Value.of(tf.concat(values.map((value) => value.plain(tf)), axis));
}

function reduce(name) {
  return (tf, [x, given], attributes) => {
    const axes = axesOf(attributes, given);
    const keep = (attributes.keepdims ?? 1) === 1;
    return Value.of(tf[name](x.plain(tf), axes, keep));
  };
}

function softmax(tf, [x], { axis = -1 }) {
  const plain = x.plain(tf);
  const at = (axis + plain.rank) % plain.rank;
  if (at === plain.rank - 1) {
    return Value.of(tf.softmax(plain));
  }
  // Before opset 13 everything from the axis on is one; where the rest is 1 that is the same.
  if (plain.shape.slice(at + 1).every((d) => d === 1)) {
    return Value.of(tf.reshape(tf.softmax(tf.reshape(plain, plain.shape.slice(0, at + 1))), plain.shape));
  }
  throw new Error('unsupported: Softmax along an inner axis');
}

function batchNormalization(tf, [x, scale, offset, mean, variance], { epsilon = 1e-5 }) {
  const parts = [mean, variance, offset, scale].map((value) => value.tensor);
  return Value.of(tf.batchNorm(x.picture(tf), ...parts, epsilon), true);
}

function instanceNormalization(tf, [x, scale, offset], { epsilon = 1e-5 }) {
  const picture = x.picture(tf);
  const { mean, variance } = tf.moments(picture, [1, 2], true);
  const normal = tf.mul(tf.sub(picture, mean), tf.rsqrt(tf.add(variance, epsilon)));
  return Value.of(tf.add(tf.mul(normal, scale.tensor), offset.tensor), true);
}

function resize(tf, inputs, attributes) {
  const [x, , scales, sizes] = inputs.length > 2 ? inputs : [inputs[0], null, inputs[1], null];
  const dims = x.dims;
  const factors = scales?.host?.data ?? (scales?.tensor.size ? Array.from(scales.tensor.dataSync()) : attributes.scales);
  const to = sizes?.host.data.slice(2) ?? [0, 1].map((i) => Math.floor(dims[2 + i] * factors[2 + i]));
  if ((attributes.mode ?? 'nearest') !== 'nearest') {
    throw new Error(`unsupported: Resize by ${attributes.mode}`);
  }
  return Value.of(tf.image.resizeNearestNeighbor(x.picture(tf), to), true);
}

function pad(tf, [x, given, value], attributes) {
  const pads = given?.host.data ?? attributes.pads;
  const rank = x.dims.length;
  const pairs = x.dims.map((_, i) => [pads[i], pads[rank + i]]);
  if (attributes.mode === 'reflect') {
    return Value.of(tf.mirrorPad(x.picture(tf), [pairs[0], pairs[2], pairs[3], pairs[1]], 'reflect'), true);
  }
  const filler = value?.tensor ? value.tensor.dataSync()[0] : (attributes.value ?? 0);
  return Value.of(tf.pad(x.plain(tf), pairs, filler));
}

function rnn(tf, [x, w, r, b], { hidden_size: size, direction }) {
  if (direction && direction !== 'forward') {
    throw new Error(`unsupported: a ${direction} RNN`);
  }
  const input = tf.squeeze(w.tensor, [0]);
  const recurrent = tf.squeeze(r.tensor, [0]);
  const bias = tf.sum(tf.reshape(b.tensor, [2, size]), 0);
  const steps = tf.unstack(x.plain(tf));
  let state = tf.zeros([steps[0].shape[0], size]);
  const all = steps.map((step) => {
    const fromInput = tf.fused.matMul({ a: step, b: input, transposeB: true, bias });
    state = tf.tanh(tf.add(fromInput, tf.matMul(state, recurrent, false, true)));
    return state;
  });
  return [Value.of(tf.expandDims(tf.stack(all), 1)), Value.of(tf.expandDims(state, 0))];
}

/** (tf, inputs, attributes, node) → a value, or an array of them. */
export const OPS = {
  Abs: unary((tf, x) => tf.abs(x)),
  Add: binary('add', (a, b) => a + b),
  AveragePool: pool('avg'),
  BatchNormalization: batchNormalization,
  Cast: (tf, [x], { to }) => (x.host && to !== 1 ? x : Value.of(tf.cast(x.tensor ?? x.plain(tf), to === 1 ? 'float32' : 'int32'), x.last)),
  Clip: (tf, [x, low, high], { min, max }) =>
    Value.of(tf.clipByValue(x.tensor, low?.tensor.dataSync()[0] ?? min ?? -3e38, high?.tensor.dataSync()[0] ?? max ?? 3e38), x.last),
  Concat: concat,
  Constant: (tf, _, { value }) => Value.constant(tf, value.data, value.dims, value.type),
  Conv: conv,
  Div: binary('div', (a, b) => Math.trunc(a / b)),
  Dropout: (tf, [x]) => x,
  Erf: unary((tf, x) => tf.erf(x)),
  Exp: unary((tf, x) => tf.exp(x)),
  Expand: (tf, [x, shape]) => Value.of(tf.broadcastTo(x.plain(tf), shape.host.data)),
  Flatten: (tf, [x], { axis = 1 }) => {
    const rows = x.dims.slice(0, axis).reduce((a, b) => a * b, 1);
    return Value.of(tf.reshape(x.plain(tf), [rows, -1]));
  },
  Gather: gather,
  Gemm: gemm,
  GlobalAveragePool: (tf, [x]) => Value.of(tf.mean(x.picture(tf), [1, 2], true), true),
  HardSigmoid: unary((tf, x) => tf.clipByValue(tf.add(tf.mul(x, 1 / 6), 0.5), 0, 1)),
  Identity: (tf, [x]) => x,
  InstanceNormalization: instanceNormalization,
  LeakyRelu: (tf, [x], { alpha = 0.01 }) => Value.of(tf.leakyRelu(x.tensor, alpha), x.last),
  Log: unary((tf, x) => tf.log(x)),
  MatMul: matMul,
  MaxPool: pool('max'),
  Mul: binary('mul', (a, b) => a * b),
  Neg: unary((tf, x) => tf.neg(x)),
  Pad: pad,
  Pow: binary('pow'),
  RNN: rnn,
  ReduceMean: reduce('mean'),
  ReduceSum: reduce('sum'),
  Relu: unary((tf, x) => tf.relu(x)),
  Reshape: reshape,
  Resize: resize,
  Shape: (tf, [x]) => Value.host(x.dims, [x.dims.length]),
  Sigmoid: unary((tf, x) => tf.sigmoid(x)),
  Slice: slice,
  Softmax: softmax,
  Sqrt: unary((tf, x) => tf.sqrt(x)),
  Squeeze: squeeze,
  Sub: binary('sub', (a, b) => a - b),
  Sum: (tf, values) => values.reduce((a, b) => OPS.Add(tf, [a, b])),
  Tanh: unary((tf, x) => tf.tanh(x)),
  Transpose: (tf, [x], { perm }) => Value.of(tf.transpose(x.plain(tf), perm)),
  Unsqueeze: unsqueeze,
  Upsample: resize,
};

/** Folds batch normalisations into convolutions, and activations into what they follow. */
export function optimise(tf, graph, constants) {
  const users = new Map();
  for (const node of graph.nodes) {
    for (const name of node.inputs) {
      users.set(name, [...(users.get(name) ?? []), node]);
    }
  }
  const only = (name) => (graph.outputs.includes(name) || users.get(name)?.length !== 1 ? null : users.get(name)[0]);
  const gone = new Set();
  for (const node of graph.nodes) {
    let next = only(node.outputs[0]);
    if (node.op === 'Conv' && next?.op === 'BatchNormalization' && constants.has(node.inputs[1])) {
      fold(tf, node, next, constants);
      node.outputs = [next.outputs[0]];
      gone.add(next);
      next = only(node.outputs[0]);
    }
    if ((node.op === 'Conv' || node.op === 'Gemm') && ACTIVATIONS[next?.op]) {
      node.activation = next.op;
      node.outputs = next.outputs;
      gone.add(next);
    }
  }
  return { ...graph, nodes: graph.nodes.filter((node) => !gone.has(node)) };
}

function fold(tf, node, next, constants) {
  const [scale, offset, mean, variance] = next.inputs.slice(1).map((name) => constants.get(name).tensor);
  const weights = constants.get(node.inputs[1]).tensor;
  const factor = tf.mul(scale, tf.rsqrt(tf.add(variance, next.attributes.epsilon ?? 1e-5)));
  const bias = node.inputs[2] ? constants.get(node.inputs[2]).tensor : tf.zerosLike(mean);
  const names = [`${node.outputs[0]}/weights`, `${node.outputs[0]}/bias`];
  constants.set(names[0], Value.of(tf.mul(weights, tf.reshape(factor, [-1, 1, 1, 1]))));
  constants.set(names[1], Value.of(tf.add(tf.mul(tf.sub(bias, mean), factor), offset)));
  node.inputs = [node.inputs[0], ...names];
}
