// The messages between JavaScript and Java; dev.assam.wasm.Mailbox and Messages are the other side.

import { dimensions, elements, typeOfNumber } from './assam-types.js';

const NOTHING = 0;
const TENSOR = 1;
const SEQUENCE = 2;
const OPTIONAL = 3;
const ON_DEVICE = 4;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Writes a request. */
export class Writer {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;

  /** Where the next bytes go; may replace the view, so it comes first. */
  #room(count) {
    if (this.#at + count > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#at + count, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    this.#at += count;
    return this.#at - count;
  }

  byte(value) {
    const at = this.#room(1);
    this.#view.setUint8(at, value);
    return this;
  }

  int(value) {
    const at = this.#room(4);
    this.#view.setInt32(at, value, true);
    return this;
  }

  long(value) {
    const at = this.#room(8);
    this.#view.setBigInt64(at, BigInt.asIntN(64, BigInt(value)), true);
    return this;
  }

  string(text) {
    const utf8 = encoder.encode(text);
    this.int(utf8.length);
    const at = this.#room(utf8.length);
    this.#bytes.set(utf8, at);
    return this;
  }

  finish() {
    return this.#bytes.subarray(0, this.#at);
  }
}

/** Reads an answer. */
export class Reader {
  #bytes;
  #view;
  #at = 0;

  constructor(bytes) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte() {
    return this.#view.getUint8(this.#at++);
  }

  int() {
    this.#at += 4;
    return this.#view.getInt32(this.#at - 4, true);
  }

  long() {
    this.#at += 8;
    return Number(this.#view.getBigInt64(this.#at - 8, true));
  }

  string() {
    const length = this.int();
    this.#at += length;
    return decoder.decode(this.#bytes.subarray(this.#at - length, this.#at));
  }

  /** So many values of one kind. */
  list(read) {
    return Array.from({ length: this.int() }, read);
  }
}

/** A type: { kind, type, dims } of a tensor, { kind, type, element } of the others. */
export function readType(reader) {
  switch (reader.byte()) {
    case TENSOR: {
      const type = typeOfNumber(reader.byte())?.name ?? null;
      const rank = reader.int();
      const dims = rank < 0 ? null : [];
      for (let i = 0; i < rank; i++) {
        const size = reader.int();
        const name = reader.string();
        dims.push(size >= 0 ? size : name || null);
      }
      return { kind: 'tensor', type, dims };
    }
    case SEQUENCE: {
      const element = readType(reader);
      return { kind: 'sequence', type: `seq(${element.type})`, dims: null, element };
    }
    case OPTIONAL: {
      const element = readType(reader);
      return { kind: 'optional', type: `optional(${element.type})`, dims: null, element };
    }
    default:
      return { kind: 'unknown', type: null, dims: null };
  }
}

/** An input or output. */
export function readInfo(reader) {
  const name = reader.string();
  const required = reader.byte() !== 0;
  return { name, ...readType(reader), required };
}

/**
 * A value.
 *
 * @param take (type, count, handle) answers the elements of the storage with that handle
 * @param keep (type, dims, handle, number) answers a tensor that stays on the device
 */
export function readValue(reader, take, keep) {
  const tag = reader.byte();
  switch (tag) {
    case ON_DEVICE:
    case TENSOR: {
      const type = typeOfNumber(reader.byte());
      const dims = reader.list(() => reader.int());
      if (tag === ON_DEVICE) {
        return keep(type, dims, reader.int(), reader.int());
      }
      const count = dims.reduce((product, dim) => product * dim, 1);
      const data =
        type.name === 'string'
          ? Array.from({ length: count }, () => reader.string())
          : take(type, count, reader.int());
      return { type: type.name, dims, data };
    }
    case SEQUENCE:
      return reader.list(() => readValue(reader, take, keep));
    case OPTIONAL:
      return readValue(reader, take, keep);
    default:
      return null;
  }
}

/**
 * Writes a value; `give(type, data)` puts elements into a storage and answers its handle.
 *
 * @param {object} declared the type the model declares, as from readType
 */
export function writeValue(writer, what, value, declared, give) {
  if (value === null || value === undefined || declared?.kind === 'optional') {
    writer.byte(OPTIONAL);
    writer.byte(value === null || value === undefined ? NOTHING : 1);
    if (value !== null && value !== undefined) {
      writeValue(writer, what, value, declared.element, give);
    }
  } else if (Array.isArray(value)) {
    writer.byte(SEQUENCE).int(value.length);
    value.forEach((element, i) =>
      writeValue(writer, `${what}, element ${i}`, element, declared?.element, give),
    );
  } else if (value.handle !== undefined) {
    // Its elements are where the handle says.
    writer.byte(TENSOR).byte(value.type.number).int(value.dims.length);
    value.dims.forEach((dim) => writer.int(dim));
    writer.int(value.handle);
  } else {
    const { type, data } = elements(what, value, declared?.type);
    const dims = dimensions(what, value, data.length);
    writer.byte(TENSOR).byte(type.number).int(dims.length);
    dims.forEach((dim) => writer.int(dim));
    if (type.name === 'string') {
      writer.int(data.length);
      data.forEach((text) => writer.string(text));
    } else {
      writer.int(give(type, data));
    }
  }
}
