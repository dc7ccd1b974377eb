// Reads ONNX's wire format, as much of it as runtimes need that do not read it themselves.

const FLOATS = { 1: Float32Array, 2: Uint8Array, 3: Int8Array, 6: Int32Array, 7: BigInt64Array, 9: Uint8Array };

/** Calls fields[number](value) for each field of a message; varints are numbers. */
function message(bytes, fields) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) {
        return Number(BigInt.asIntN(64, value));
      }
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const kind = tag & 7;
    let value;
    if (kind === 0) {
      value = varint();
    } else if (kind === 1) {
      value = view.getFloat64(at, true);
      at += 8;
    } else if (kind === 5) {
      value = view.getFloat32(at, true);
      at += 4;
    } else {
      const size = varint();
      value = bytes.subarray(at, at + size);
      at += size;
    }
    fields[tag >>> 3]?.(value);
  }
}

const text = (bytes) => new TextDecoder().decode(bytes);

/** A repeated field of varints, packed or not. */
function integers(list, value) {
  if (typeof value === 'number') {
    list.push(value);
  } else {
    message(prefixed(value), { 1: (v) => list.push(v) });
  }
}

/** Packed varints as a message whose field 1 is each of them. */
function prefixed(packed) {
  const out = [];
  let start = true;
  for (const byte of packed) {
    if (start) {
      out.push(8);
    }
    out.push(byte);
    start = byte < 0x80;
  }
  return Uint8Array.from(out);
}

/** A tensor: name, dims, data (a typed array, int64 as numbers in a plain array). */
function tensor(bytes) {
  const found = { name: '', dims: [], type: 1, data: null };
  const listed = [];
  message(bytes, {
    1: (v) => integers(found.dims, v),
    2: (v) => (found.type = v),
    4: (v) => listed.push(...(typeof v === 'number' ? [v] : new Float32Array(v.slice().buffer))),
    5: (v) => integers(listed, v),
    7: (v) => integers(listed, v),
    8: (v) => (found.name = text(v)),
    9: (v) => {
      const Type = FLOATS[found.type];
      if (!Type) {
        throw new Error(`unsupported: constants of ONNX's type ${found.type}`);
      }
      found.data = new Type(v.slice().buffer);
    },
  });
  found.data ??= found.type === 1 ? Float32Array.from(listed) : listed;
  if (found.type === 7) {
    found.data = Array.from(found.data, Number);
  }
  return found;
}

function attribute(bytes) {
  const found = { name: '', value: null };
  const floats = [];
  const ints = [];
  message(bytes, {
    1: (v) => (found.name = text(v)),
    2: (v) => (found.value = v),
    3: (v) => (found.value = v),
    4: (v) => (found.value = text(v)),
    5: (v) => (found.value = tensor(v)),
    7: (v) => floats.push(...(typeof v === 'number' ? [v] : new Float32Array(v.slice().buffer))),
    8: (v) => integers(ints, v),
  });
  found.value ??= floats.length ? floats : ints;
  return found;
}

function node(bytes) {
  const found = { op: '', name: '', inputs: [], outputs: [], attributes: {} };
  message(bytes, {
    1: (v) => found.inputs.push(text(v)),
    2: (v) => found.outputs.push(text(v)),
    3: (v) => (found.name = text(v)),
    4: (v) => (found.op = text(v)),
    5: (v) => {
      const { name, value } = attribute(v);
      found.attributes[name] = value;
    },
  });
  return found;
}

/** The graph of a model: nodes in the file's order, constants by name, names of the outputs. */
export function readOnnx(bytes) {
  const graph = { nodes: [], constants: new Map(), outputs: [], opset: 0 };
  message(bytes, {
    7: (body) =>
      message(body, {
        1: (v) => graph.nodes.push(node(v)),
        5: (v) => {
          const constant = tensor(v);
          graph.constants.set(constant.name, constant);
        },
        12: (v) => message(v, { 1: (name) => graph.outputs.push(text(name)) }),
      }),
    8: (v) => message(v, { 2: (version) => (graph.opset = Math.max(graph.opset, version)) }),
  });
  return graph;
}
