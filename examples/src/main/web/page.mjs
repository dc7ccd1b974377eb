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

/** '1 line', '2 lines'. */
export const count = (n, what) => `${n} ${what}${n === 1 ? '' : 's'}`;

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

/** Downloads a text. */
export async function downloadText(url) {
  const response = await fetch(url).catch((e) => {
    throw new Error(`${url} could not be downloaded: ${e.message}`);
  });
  if (!response.ok) {
    throw new Error(
      `${url} could not be downloaded: the server answers ${response.status} ${response.statusText}`,
    );
  }
  return response.text();
}

/**
 * Opens models one after the other.
 *
 * @param {{ url: string, bytes: number }[]} files bytes are for the bar only
 * @param {object} options of assam.js
 * @returns {Promise<{ models: object[], times: object, linearMemory: number }>} times in ms: start
 *     (of Assam itself), download, compile; the linear memory in bytes that the loaded models take
 */
export async function openModels(files, options) {
  const start = performance.now();
  showStatus('Starting Assam', undefined);
  const { open } = await import('./assam.js').catch((e) => {
    throw new Error(`assam.js could not be loaded: ${e.message}`);
  });
  const all = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const models = [];
  let before = 0;
  try {
    for (const { url, bytes } of files) {
      const onProgress = ({ loaded }) => {
        const got = before + loaded;
        if (loaded < bytes) {
          showStatus(`Downloading ${megabytes(got)} of ${megabytes(all)}`, got / all);
        } else {
          showStatus('Getting the model ready', undefined);
        }
      };
      models.push(await open(url, { ...options, onProgress }));
      before += bytes;
    }
  } catch (e) {
    models.forEach((model) => model.close());
    throw e;
  }
  const { memory } = models[models.length - 1].report();
  const sum = (part) => models.reduce((ms, model) => ms + (model.report().times?.[part] ?? 0), 0);
  const times = { download: sum('loadMs'), compile: sum('openMs') };
  times.start = Math.max(0, performance.now() - start - times.download - times.compile);
  return { models, times, linearMemory: memory.reserved };
}

/** Adds the rows that tell how long openModels took and how much memory. */
export function addLoadFigures(body, { times: { start, download, compile }, linearMemory }, files) {
  const all = files.reduce((sum, { bytes }) => sum + bytes, 0);
  addFigure(body, 'Load', milliseconds(start + download + compile), 'sum');
  addFigure(body, 'start Assam', milliseconds(start), 'part');
  addFigure(body, `download ${megabytes(all)}`, milliseconds(download), 'part');
  addFigure(body, 'compile the model', milliseconds(compile), 'part');
  if (linearMemory) {
    const ratio = (linearMemory / all).toFixed(2);
    addFigure(body, `linear memory, ${ratio} × the files`, megabytes(linearMemory), 'part');
  }
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

/** Shows what a model says about itself: what is used and what not and why, and its memory. */
export function showReport(list, { backend, world, worker, threads, features, memory }) {
  list.replaceChildren();
  const add = (name, value) => {
    const term = document.createElement('dt');
    const text = document.createElement('dd');
    term.textContent = name;
    text.textContent = value;
    list.append(term, text);
  };
  const because = ({ why }) => (why ? `, ${why}` : '');
  add('Backend', backend);
  add('Build', world === 'js' ? 'JavaScript' : 'WebAssembly');
  add('Runs in', worker ? 'a worker' : 'the page');
  if (threads) {
    add('Threads', `${threads.used} of ${threads.requested}${because(threads)}`);
  }
  const names = {
    wasmGc: 'WebAssembly GC',
    simd: 'SIMD',
    relaxedSimd: 'Relaxed SIMD',
    webgpu: 'WebGPU',
    webgl2: 'WebGL 2',
    isolation: 'Isolation',
  };
  for (const [key, feature] of Object.entries(features ?? {})) {
    add(names[key] ?? key, feature.used ? 'used' : `not used${because(feature)}`);
  }
  if (memory) {
    add('Memory now', megabytes(memory.used));
    add('Memory at most', megabytes(memory.peak));
    if (memory.reserved) {
      add('Memory reserved', megabytes(memory.reserved));
    }
  }
}

/** How the person wants the model to be run; the address may name a build, as in ?world=js. */
export const chosenOptions = () => ({
  world: new URLSearchParams(location.search).get('world') ?? 'auto',
  backend: byId('backend').value,
  threads: Math.max(1, Number(byId('threads').value) || 1),
});
