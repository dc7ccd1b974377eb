// What the pages share: models with progress, figures, reports and errors.

export const byId = (id) => document.getElementById(id);

export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

export const milliseconds = (ms) =>
  ms < 10 ? `${ms.toFixed(1)} ms` : ms < 9999 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`;

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Resolves when the browser has had time to draw. */
export const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/** Shows a text and, from 0 to 1, how far the work is; undefined for a bar without end. */
export function showStatus(text, progress) {
  byId('status').textContent = text;
  const bar = byId('progress');
  bar.hidden = progress === null;
  if (progress === undefined) {
    bar.removeAttribute('value');
  } else if (progress !== null) {
    bar.value = progress;
  }
}

/** Shows what went wrong, or with null that all is well again. */
export function showError(error) {
  const box = byId('error');
  box.hidden = error === null;
  if (error !== null) {
    console.error(error);
    box.textContent = error.message || String(error);
    showStatus('', null);
  }
}

/**
 * Downloads a file; onBytes is told of each piece's length.
 *
 * @returns {Promise<Uint8Array>}
 */
export async function download(url, onBytes = () => {}) {
  const response = await fetch(url).catch((e) => {
    throw new Error(`${url} could not be downloaded: ${e.message}`);
  });
  if (!response.ok) {
    throw new Error(`${url} could not be downloaded: the server answers ${response.status} ${response.statusText}`);
  }
  const pieces = [];
  let length = 0;
  for (let reader = response.body.getReader(), read; !(read = await reader.read()).done; ) {
    pieces.push(read.value);
    length += read.value.length;
    onBytes(read.value.length);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

const kept = new Map();

/**
 * Opens models; each file is downloaded once.
 *
 * @param {string[]} urls
 * @param {number} expectedBytes of all of them, for the bar
 * @returns {Promise<{models: object[], bytes: number, downloadMs: number, compileMs: number}>}
 */
export async function openModels(urls, expectedBytes, options) {
  const { open } = await import('./assam.js').catch((e) => {
    throw new Error(`assam.js could not be loaded: ${e.message}`);
  });
  let start = performance.now();
  let got = 0;
  for (const url of urls.filter((url) => !kept.has(url))) {
    kept.set(
      url,
      await download(url, (bytes) => {
        got += bytes;
        showStatus(`Downloading the model, ${megabytes(got)} of ${megabytes(expectedBytes)}`, Math.min(1, got / expectedBytes));
      }),
    );
  }
  const downloadMs = performance.now() - start;
  showStatus('Getting the model ready', undefined);
  await drawn();
  start = performance.now();
  const models = [];
  try {
    for (const url of urls) {
      models.push(await open(kept.get(url), options));
    }
  } catch (e) {
    models.forEach((model) => model.close());
    throw e;
  }
  return { models, bytes: got, downloadMs, compileMs: performance.now() - start };
}

/** Adds a row to a table of figures; kind is '', 'part' or 'sum'. */
export function addFigure(body, name, value, kind = '') {
  const row = body.insertRow();
  row.className = kind;
  const head = document.createElement('th');
  head.scope = 'row';
  head.textContent = name;
  row.append(head);
  row.insertCell().textContent = value;
}

/** Shows what a model says about itself, whatever that is. */
export function showReport(list, report) {
  list.replaceChildren();
  const add = (name, value) => {
    if (value !== null && typeof value === 'object') {
      for (const [key, inner] of Object.entries(value)) {
        add(name ? `${name} ${Array.isArray(value) ? Number(key) + 1 : words(key)}` : words(key), inner);
      }
      return;
    }
    const term = document.createElement('dt');
    const text = document.createElement('dd');
    term.textContent = name.replace(/ bytes$/, '');
    text.textContent = typeof value === 'number' && /bytes$/.test(name) ? megabytes(value) : String(value);
    list.append(term, text);
  };
  add('', report);
}

/** 'peakBytes' → 'peak bytes'. */
const words = (name) => name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

/** How the person wants the model to be run. */
export const chosenOptions = () => ({
  backend: byId('backend').value,
  threads: Math.max(1, Number(byId('threads').value) || 1),
});
