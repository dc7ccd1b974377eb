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

/** The numbers of a value, wherever they are. */
function list(value) {
  return value.host?.data ?? Array.from(value.tensor.dataSync());
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
  const [filters, , ...kernel] = w.dims;
  const group = attributes.group ?? 1;
  const strides = attributes.strides ?? [1, 1];
  const dilations = attributes.dilations ?? [1, 1];
  const pads = windowPads(attributes, x.dims, kernel, strides);
  const picture = x.picture(tf);
  const channels = picture.shape[3];
  const pad = [[0, 0], ...pads, [0, 0]];
  const activation = ACTIVATIONS[node.activation] ?? 'linear';
  if (kernel.length !== 2) {
    throw new Error(`unsupported: a convolution of ${kernel.length} dimensions ("${node.name}")`);
  }
  if (group === channels && group > 1) {
    node.filter ??= tf.keep(
      tf.reshape(tf.transpose(w.tensor, [2, 3, 0, 1]), [...kernel, channels, filters / channels]),
    );
    const options = { x: picture, filter: node.filter, strides, pad, dilations, bias: bias?.tensor, activation };
    return Value.of(tf.fused.depthwiseConv2d(options), true);
  }
  if (group === 1) {
    node.filter ??= tf.keep(tf.transpose(w.tensor, [2, 3, 1, 0]));
    const options = { x: picture, filter: node.filter, strides, pad, dilations, bias: bias?.tensor, activation };
    return Value.of(tf.fused.conv2d(options), true);
  }
  // It has no groups: one convolution for each.
  node.filters ??= tf.split(w.tensor, group, 0).map((part) => tf.keep(tf.transpose(part, [2, 3, 1, 0])));
  const parts = tf.split(picture, group, 3);
  const results = parts.map((part, i) => tf.conv2d(part, node.filters[i], strides, pad, 'NHWC', dilations));
  return Value.of(finish(tf, tf.concat(results, 3), bias, node), true);
}

/** A bias and an activation behind what is not fused with them. */
function finish(tf, picture, bias, node) {
  const sum = bias ? tf.add(picture, bias.tensor) : picture;
  return node.activation ? tf[ACTIVATIONS[node.activation]](sum) : sum;
}

function convTranspose(tf, [x, w, bias], attributes, node) {
  const [, filters, ...kernel] = w.dims;
  const strides = attributes.strides ?? [1, 1];
  const more = attributes.output_padding ?? [0, 0];
  const [top, left, bottom, right] = attributes.pads ?? [0, 0, 0, 0];
  const special = attributes.auto_pad && attributes.auto_pad !== 'NOTSET';
  if ((attributes.group ?? 1) !== 1 || attributes.output_shape || special || (attributes.dilations ?? []).some((d) => d > 1)) {
    throw new Error(`unsupported: TensorFlow.js has no transposed convolution like "${node.name}"`);
  }
  node.filter ??= tf.keep(tf.transpose(w.tensor, [2, 3, 1, 0]));
  const picture = x.picture(tf);
  const [n, height, width] = picture.shape;
  const all = [0, 1].map((i) => ([height, width][i] - 1) * strides[i] + kernel[i]);
  let result = tf.conv2dTranspose(picture, node.filter, [n, ...all, filters], strides, 'valid');
  if (more.some((pixels) => pixels > 0)) {
    result = tf.pad(result, [[0, 0], [0, more[0]], [0, more[1]], [0, 0]]);
  }
  if (top + left + bottom + right > 0) {
    const size = [n, all[0] + more[0] - top - bottom, all[1] + more[1] - left - right, filters];
    result = tf.slice(result, [0, top, left, 0], size);
  }
  return Value.of(finish(tf, result, bias, node), true);
}

function constantOfShape(tf, [shape], { value }) {
  const dims = list(shape);
  const first = value ? Number(value.data[0]) : 0;
  const size = dims.reduce((a, b) => a * b, 1);
  return (value?.type ?? 1) === 7
    ? Value.host(Array(size).fill(first), dims)
    : Value.of(tf.fill(dims, first, (value?.type ?? 1) === 1 ? 'float32' : 'int32'));
}

function depthToSpace(tf, [x], { blocksize: block, mode = 'DCR' }) {
  if (mode === 'DCR') {
    return Value.of(tf.depthToSpace(x.picture(tf), block, 'NHWC'), true);
  }
  const [n, c, h, w] = x.dims;
  const depth = c / (block * block);
  const parts = tf.reshape(x.plain(tf), [n * depth, block, block, h, w]);
  return Value.of(tf.reshape(tf.transpose(parts, [0, 3, 1, 4, 2]), [n, depth, h * block, w * block]));
}

function split(tf, [x, given], { axis = 0, split: sizes }, node) {
  const along = (axis + x.dims.length) % x.dims.length;
  const parts = given ? list(given) : (sizes ?? node.outputs.length);
  return tf.split(x.plain(tf), parts, along).map((part) => Value.of(part));
}

function layerNormalization(tf, [x, scale, offset], { axis = -1, epsilon = 1e-5 }) {
  const plain = x.plain(tf);
  const from = (axis + plain.rank) % plain.rank;
  const axes = Array.from({ length: plain.rank - from }, (_, i) => from + i);
  const { mean, variance } = tf.moments(plain, axes, true);
  const normal = tf.mul(tf.mul(tf.sub(plain, mean), tf.rsqrt(tf.add(variance, epsilon))), scale.tensor);
  return Value.of(offset ? tf.add(normal, offset.tensor) : normal);
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
  const numbers = (value, name) => (value ? list(value) : attributes[name]);
  const dims = x.dims;
  const from = dims.map(() => 0);
  const size = [...dims];
  const first = numbers(starts, 'starts');
  const along = numbers(axes, 'axes') ?? first.map((_, i) => i);
  const stride = steps ? list(steps) : first.map(() => 1);
  first.forEach((start, i) => {
    const axis = (along[i] + dims.length) % dims.length;
    if (stride[i] !== 1) {
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
  return given ? list(given) : attributes.axes;
}

function reshape(tf, [x, shape]) {
  const dims = x.dims;
  const to = list(shape).map((d, i) => (d === 0 ? dims[i] : d));
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

function softmax(tf, [x], { axis }, { opset }) {
  const plain = x.plain(tf);
  if (opset < 13) {
    // Everything from the axis on is one.
    const from = ((axis ?? 1) + plain.rank) % plain.rank;
    const rows = plain.shape.slice(0, from).reduce((a, b) => a * b, 1);
    return Value.of(tf.reshape(tf.softmax(tf.reshape(plain, [rows, -1])), plain.shape));
  }
  const at = ((axis ?? -1) + plain.rank) % plain.rank;
  if (at === plain.rank - 1) {
    return Value.of(tf.softmax(plain));
  }
  const order = plain.shape.map((_, i) => (i === at ? plain.rank - 1 : i === plain.rank - 1 ? at : i));
  return Value.of(tf.transpose(tf.softmax(tf.transpose(plain, order)), order));
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
  const factors = scales && (scales.host ?? scales.tensor.size) ? list(scales) : attributes.scales;
  const to = (sizes && list(sizes).slice(2)) ?? [0, 1].map((i) => Math.floor(dims[2 + i] * factors[2 + i]));
  if ((attributes.mode ?? 'nearest') !== 'nearest') {
    throw new Error(`unsupported: Resize by ${attributes.mode}`);
  }
  return Value.of(tf.image.resizeNearestNeighbor(x.picture(tf), to), true);
}

function pad(tf, [x, given, value], attributes) {
  const pads = given ? list(given) : attributes.pads;
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
  Ceil: unary((tf, x) => tf.ceil(x)),
  Constant: (tf, _, { value }) => Value.constant(tf, value.data, value.dims, value.type),
  ConstantOfShape: constantOfShape,
  Conv: conv,
  ConvTranspose: convTranspose,
  DepthToSpace: depthToSpace,
  Div: binary('div', (a, b) => Math.trunc(a / b)),
  Dropout: (tf, [x]) => x,
  Elu: unary((tf, x) => tf.elu(x)),
  Equal: binary('equal'),
  Erf: unary((tf, x) => tf.erf(x)),
  Exp: unary((tf, x) => tf.exp(x)),
  Expand: (tf, [x, shape]) => Value.of(tf.broadcastTo(x.plain(tf), list(shape))),
  Flatten: (tf, [x], { axis = 1 }) => {
    const rows = x.dims.slice(0, axis).reduce((a, b) => a * b, 1);
    return Value.of(tf.reshape(x.plain(tf), [rows, -1]));
  },
  Floor: unary((tf, x) => tf.floor(x)),
  Gather: gather,
  Gemm: gemm,
  GlobalAveragePool: (tf, [x]) => Value.of(tf.mean(x.picture(tf), [1, 2], true), true),
  GlobalMaxPool: (tf, [x]) => Value.of(tf.max(x.picture(tf), [1, 2], true), true),
  Greater: binary('greater'),
  HardSigmoid: (tf, [x], { alpha = 0.2, beta = 0.5 }) =>
    Value.of(tf.clipByValue(tf.add(tf.mul(x.tensor, alpha), beta), 0, 1), x.last),
  HardSwish: unary((tf, x) => tf.mul(x, tf.clipByValue(tf.add(tf.mul(x, 1 / 6), 0.5), 0, 1))),
  Identity: (tf, [x]) => x,
  InstanceNormalization: instanceNormalization,
  LRN: (tf, [x], { size, alpha = 1e-4, beta = 0.75, bias = 1 }) =>
    Value.of(tf.localResponseNormalization(x.picture(tf), (size - 1) / 2, bias, alpha / size, beta), true),
  LayerNormalization: layerNormalization,
  LeakyRelu: (tf, [x], { alpha = 0.01 }) => Value.of(tf.leakyRelu(x.tensor, alpha), x.last),
  Less: binary('less'),
  Log: unary((tf, x) => tf.log(x)),
  MatMul: matMul,
  Max: (tf, values) => values.reduce((a, b) => binary('maximum')(tf, [a, b])),
  MaxPool: pool('max'),
  Min: (tf, values) => values.reduce((a, b) => binary('minimum')(tf, [a, b])),
  Mul: binary('mul', (a, b) => a * b),
  Neg: unary((tf, x) => tf.neg(x)),
  Not: unary((tf, x) => tf.logicalNot(x)),
  PRelu: (tf, [x, slope]) => Value.of(tf.prelu(x.plain(tf), slope.plain(tf))),
  Pad: pad,
  Pow: binary('pow'),
  RNN: rnn,
  Reciprocal: unary((tf, x) => tf.reciprocal(x)),
  ReduceMax: reduce('max'),
  ReduceMean: reduce('mean'),
  ReduceSum: reduce('sum'),
  Relu: unary((tf, x) => tf.relu(x)),
  Reshape: reshape,
  Resize: resize,
  Shape: (tf, [x]) => Value.host(x.dims, [x.dims.length]),
  Sigmoid: unary((tf, x) => tf.sigmoid(x)),
  Slice: slice,
  Softmax: softmax,
  Softplus: unary((tf, x) => tf.softplus(x)),
  Split: split,
  Sqrt: unary((tf, x) => tf.sqrt(x)),
  Squeeze: squeeze,
  Sub: binary('sub', (a, b) => a - b),
  Sum: (tf, values) => values.reduce((a, b) => OPS.Add(tf, [a, b])),
  Tanh: unary((tf, x) => tf.tanh(x)),
  Transpose: (tf, [x], { perm }) => Value.of(tf.transpose(x.plain(tf), perm)),
  Unsqueeze: unsqueeze,
  Upsample: resize,
  Where: (tf, [condition, a, b]) =>
    Value.of(tf.where(tf.cast(condition.plain(tf), 'bool'), cast(tf, a, b), cast(tf, b, a))),
};

/** Operators that TensorFlow.js has nothing for, and why. */
export const WITHOUT = {
  DynamicQuantizeLinear: 'TensorFlow.js does not quantise what it computes',
  MatMulInteger: 'TensorFlow.js has no products of integers of 8 bits',
  ConvInteger: 'TensorFlow.js has no convolutions of integers of 8 bits',
};

/** Computes once what depends on constants alone. */
export function foldConstants(tf, graph, constants) {
  const nodes = graph.nodes.filter((node) => {
    const given = node.inputs.map((name) => (name ? constants.get(name) : null));
    if (given.some((value) => value === undefined) || node.outputs.some((name) => graph.outputs.includes(name))) {
      return true;
    }
    const results = [OPS[node.op](tf, given, node.attributes, node)].flat();
    node.outputs.forEach((name, i) => constants.set(name, results[i]));
    return false;
  });
  return { ...graph, nodes };
}

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
    if (['Conv', 'ConvTranspose', 'Gemm'].includes(node.op) && ACTIVATIONS[next?.op]) {
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
