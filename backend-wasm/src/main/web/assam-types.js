// Element types: their numbers in ONNX, how Java keeps them, and the typed arrays that carry them.

import { AssamError } from './assam-error.js';

const Half = globalThis.Float16Array ?? Uint16Array;

/** name: [number in TensorProto.DataType, what carries its elements] */
const TABLE = {
  float32: [1, Float32Array],
  uint8: [2, Uint8Array],
  int8: [3, Int8Array],
  uint16: [4, Uint16Array],
  int16: [5, Int16Array],
  int32: [6, Int32Array],
  int64: [7, BigInt64Array],
  string: [8, Array],
  bool: [9, Uint8Array],
  float16: [10, Half],
  float64: [11, Float64Array],
  uint32: [12, Uint32Array],
  uint64: [13, BigUint64Array],
  bfloat16: [16, Uint16Array],
  float8e4m3fn: [17, Uint8Array],
  float8e4m3fnuz: [18, Uint8Array],
  float8e5m2: [19, Uint8Array],
  float8e5m2fnuz: [20, Uint8Array],
  uint4: [21, Uint8Array],
  int4: [22, Int8Array],
  float4e2m1: [23, Uint8Array],
  float8e8m0: [24, Uint8Array],
  uint2: [25, Uint8Array],
  int2: [26, Int8Array],
};

const TYPES = new Map();
const BY_NUMBER = new Map();
for (const [name, [number, TypedArray]] of Object.entries(TABLE)) {
  const type = { name, number, TypedArray };
  TYPES.set(name, type);
  BY_NUMBER.set(number, type);
}

/** The type with this ONNX number, or undefined. */
export function typeOfNumber(number) {
  return BY_NUMBER.get(number);
}

/** The type of this name, or undefined. */
export function typeOfName(name) {
  return TYPES.get(name);
}

/** Which types a typed array may carry; the first is meant where the model does not say. */
function candidates(data) {
  switch (data.constructor.name) {
    case 'Float32Array':
      return ['float32'];
    case 'Float64Array':
      return ['float64'];
    case 'Float16Array':
      return ['float16'];
    case 'Int8Array':
      return ['int8', 'int4', 'int2'];
    case 'Uint8Array':
    case 'Uint8ClampedArray':
      return [...TYPES.values()].filter((t) => t.TypedArray === Uint8Array).map((t) => t.name);
    case 'Int16Array':
      return ['int16'];
    case 'Uint16Array':
      return ['uint16', 'float16', 'bfloat16'];
    case 'Int32Array':
      return ['int32'];
    case 'Uint32Array':
      return ['uint32'];
    case 'BigInt64Array':
      return ['int64'];
    case 'BigUint64Array':
      return ['uint64'];
    default:
      return [];
  }
}

/**
 * The element type of a given tensor and its elements as that type's array.
 *
 * @param {string} what the value's place, for messages
 * @param {string | undefined} declared the element type that the model declares
 */
export function elements(what, tensor, declared) {
  const { data } = tensor;
  if (tensor.type !== undefined && !TYPES.has(tensor.type)) {
    throw new AssamError(
      'INPUT',
      `${what} has the type "${tensor.type}" (allowed: ${[...TYPES.keys()].join(', ')})`,
    );
  }
  if (Array.isArray(data)) {
    return fromArray(what, data, TYPES.get(tensor.type ?? declared));
  }
  const allowed = ArrayBuffer.isView(data) ? candidates(data) : [];
  if (allowed.length === 0) {
    throw new AssamError('INPUT', `${what} has no data (allowed: a typed array or an array)`);
  }
  const name = tensor.type ?? (allowed.includes(declared) ? declared : allowed[0]);
  if (!allowed.includes(name)) {
    throw new AssamError(
      'INPUT',
      `${what} is ${name} in a ${data.constructor.name} (allowed: ${TYPES.get(name).TypedArray.name})`,
    );
  }
  return { type: TYPES.get(name), data };
}

/** Plain arrays: strings, or numbers that are converted to the declared type. */
function fromArray(what, data, declared) {
  const isText = data.length > 0 ? typeof data[0] === 'string' : declared?.name === 'string';
  if (isText) {
    if (!data.every((element) => typeof element === 'string')) {
      throw new AssamError('INPUT', `${what} has elements that are not strings`);
    }
    return { type: TYPES.get('string'), data };
  }
  let type = declared ?? TYPES.get('float32');
  if (type.name === 'string') {
    type = TYPES.get('float32');
  }
  try {
    const isBig = type.name === 'int64' || type.name === 'uint64';
    const convert = isBig ? BigInt : type.name === 'bool' ? Boolean : Number;
    return { type, data: type.TypedArray.from(data, convert) };
  } catch (error) {
    throw new AssamError('INPUT', `${what} is not an array of ${type.name}: ${error.message}`);
  }
}

/** Checks dimensions; without any, one dimension of all elements. */
export function dimensions(what, tensor, length) {
  const dims = Array.from(tensor.dims ?? [length], Number);
  if (!dims.every((dim) => Number.isInteger(dim) && dim >= 0 && dim < 2 ** 31)) {
    throw new AssamError('INPUT', `${what} has dims [${dims}] (allowed: integers from 0 on)`);
  }
  return dims;
}
