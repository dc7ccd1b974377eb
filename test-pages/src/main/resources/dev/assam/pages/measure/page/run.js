// One model in one runtime. The address says what: peer, model (its manifest), threads, options,
// warm (ms), runs. With driven=1 nothing starts by itself and whoever opened the page calls bench.*.

import { Bench } from './bench.js';

const given = new URLSearchParams(location.search);
const config = {
  peer: given.get('peer') ?? 'assam',
  model: given.get('model'),
  threads: Number(given.get('threads') ?? 1),
  options: JSON.parse(given.get('options') ?? '{}'),
  warm: Number(given.get('warm') ?? 1000),
  runs: Number(given.get('runs') ?? 15),
};

const state = document.getElementById('state');
const bench = new Bench(config);

/** Measures, shows the row, and offers it as a file. */
async function byHand() {
  const row = { config, browser: navigator.userAgent, time: new Date().toISOString() };
  try {
    state.textContent = 'opening the model';
    const { outputs, ...opened } = await bench.open();
    Object.assign(row, opened);
    row.maxError = await bench.error();
    state.textContent = 'warming up';
    if (row.maxError > bench.manifest.tolerance) {
      throw new Error(`wrong: the outputs differ by ${row.maxError.toExponential(1)} of the largest`);
    }
    row.warmRuns = await bench.warm(config.warm);
    state.textContent = 'measuring';
    row.samplesMs = await bench.run(config.runs);
    const sorted = [...row.samplesMs].sort((a, b) => a - b);
    row.medianMs = sorted[Math.floor(sorted.length / 2)];
    row.p95Ms = sorted[Math.ceil(sorted.length * 0.95) - 1];
    row.memory = await bench.memory();
    row.status = 'ok';
  } catch (error) {
    row.status = 'failed';
    row.reason = String(error?.message ?? error);
  }
  state.textContent = row.status === 'ok' ? 'done' : row.reason;
  for (const [name, value] of Object.entries(row)) {
    const line = document.getElementById('row').insertRow();
    line.insertCell().textContent = name;
    line.insertCell().textContent = typeof value === 'object' ? JSON.stringify(value) : value;
  }
  const link = document.getElementById('download');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(row) + '\n'], { type: 'application/json' }));
  link.download = `assam-${config.peer}-${bench.manifest?.name ?? 'model'}.json`;
  link.hidden = false;
  window.measured = row;
}

window.bench = bench;
if (given.get('driven') === '1') {
  state.textContent = 'driven from outside';
} else {
  await byHand();
}
