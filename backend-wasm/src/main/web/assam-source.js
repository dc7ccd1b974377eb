// Gets model files: from the network chunk by chunk, or from bytes at hand.

import { AssamError } from './assam-error.js';

const MAX_FILE = 2 ** 31 - 1025;

/**
 * Loads a file.
 *
 * @param source { url }, { bytes: Uint8Array } or { blob }
 * @returns {Promise<Uint8Array>}
 */
export async function load(source, { signal, onProgress } = {}) {
  throwIfAborted(signal);
  if (source.bytes) {
    return source.bytes;
  }
  if (source.blob) {
    return read(source.blob.stream(), source.blob.size, 'the file', { signal, onProgress });
  }
  let response;
  try {
    response = await fetch(source.url, { signal });
  } catch (error) {
    throwIfAborted(signal);
    throw new AssamError('NETWORK', `${source.url} could not be fetched: ${error.message}`, {
      cause: error,
    });
  }
  if (!response.ok) {
    throw new AssamError(
      'NETWORK',
      `${source.url} answered ${response.status} ${response.statusText}`.trim(),
    );
  }
  // The length is that of what travels, so it tells nothing about a compressed file.
  const length = response.headers.has('Content-Encoding')
    ? 0
    : Number(response.headers.get('Content-Length'));
  return read(response.body, length, source.url, { signal, onProgress });
}

function throwIfAborted(signal) {
  if (signal?.aborted) {
    throw new AssamError('ABORTED', 'opening the model was aborted', { cause: signal.reason });
  }
}

/** Reads a stream straight into an array if its length is known, else through a list of chunks. */
async function read(stream, expected, what, { signal, onProgress }) {
  const reader = stream.getReader();
  let bytes = expected > 0 ? allocate(expected) : null;
  let length = 0;
  let chunks = [];
  try {
    for (;;) {
      throwIfAborted(signal);
      const { done, value } = await next(reader, what, length, signal);
      if (done) {
        break;
      }
      if (bytes && length + value.length > expected) {
        // More than was announced: what is here becomes the first chunk.
        chunks = [bytes.subarray(0, length)];
        bytes = null;
      }
      if (bytes) {
        bytes.set(value, length);
      } else {
        chunks.push(value);
      }
      length += value.length;
      if (length !== expected) {
        onProgress?.({ loaded: length, total: expected > 0 ? expected : undefined });
      }
    }
    if (bytes && length < expected) {
      throw new AssamError('NETWORK', `${what} broke off after ${length} of ${expected} bytes`);
    }
    if (!bytes) {
      bytes = allocate(length);
      let at = 0;
      for (const chunk of chunks) {
        bytes.set(chunk, at);
        at += chunk.length;
      }
    }
    onProgress?.({ loaded: length, total: length });
    return bytes;
  } catch (error) {
    reader.cancel().catch(() => {});
    throw error;
  }
}

function allocate(length) {
  if (length > MAX_FILE) {
    throw new AssamError('MEMORY', `a file of ${length} bytes is larger than 2 GiB`);
  }
  try {
    return new Uint8Array(length);
  } catch (error) {
    throw new AssamError('MEMORY', `no memory for a file of ${length} bytes`, { cause: error });
  }
}

async function next(reader, what, length, signal) {
  try {
    return await reader.read();
  } catch (error) {
    throwIfAborted(signal);
    throw new AssamError('NETWORK', `${what} broke off after ${length} bytes: ${error.message}`, {
      cause: error,
    });
  }
}
