// How a page feels while a model runs on it. The address says: peer (none for no inference), model,
// threads, options, pause (how long to wait after an inference, in multiples of it; 0 for none),
// seconds. With driven=1 whoever opened the page starts and stops it and clicks; else it clicks itself.

import { Bench } from './bench.js';
import { Clip } from './clip.js';

const given = new URLSearchParams(location.search);
const config = {
  peer: given.get('peer') ?? 'none',
  model: given.get('model'),
  threads: Number(given.get('threads') ?? 1),
  options: JSON.parse(given.get('options') ?? '{}'),
};
const pause = Number(given.get('pause') ?? 0);
const seconds = Number(given.get('seconds') ?? 6);

const element = (id) => document.getElementById(id);
const bench = config.peer === 'none' ? null : new Bench(config);

/** A macrotask, so that input and frames have their turn. */
const channel = new MessageChannel();
function turn() {
  return new Promise((resolve) => {
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(0);
  });
}

function quantile(values, q) {
  if (!values.length) {
    return null;
  }
  const sorted = [...values].sort((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  return sorted[below] + (at - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
}

/** A small application: what a click does, and how long until its result is painted. */
class Application {
  steps = { add: [], toggle: [], filter: [], table: [] };
  #items = [];
  #shown = false;

  constructor() {
    for (const name of Object.keys(this.steps)) {
      element(name).addEventListener('click', (event) => {
        this[name]();
        this.#paint();
        // After the frame in which the change is painted.
        requestAnimationFrame(() => {
          const painted = new MessageChannel();
          painted.port1.onmessage = () => this.steps[name].push(performance.now() - event.timeStamp);
          painted.port2.postMessage(0);
        });
      });
    }
  }

  add() {
    for (let i = 0; i < 5; i++) {
      this.#items.push({ text: `item ${this.#items.length}`, done: this.#items.length % 3 === 0 });
    }
    this.#items = this.#items.slice(-200);
  }

  toggle() {
    this.#items.forEach((item) => (item.done = !item.done));
  }

  filter() {
    this.#shown = !this.#shown;
  }

  /** Many elements at once. */
  table() {
    this.#items = Array.from({ length: 200 }, (_, i) => ({ text: `row ${i} of a table`, done: i % 2 === 0 }));
  }

  #paint() {
    const list = element('list');
    list.replaceChildren(
      ...this.#items
        .filter((item) => !this.#shown || item.done)
        .map((item) => {
          const line = document.createElement('div');
          line.textContent = item.text;
          line.className = item.done ? 'done' : '';
          return line;
        }),
    );
    list.scrollTop = list.scrollHeight;
  }
}

class Experience {
  #application = new Application();
  #clip = new Clip(element('clip'), element('video'));
  #frames = [];
  #tasks = [];
  #events = new Map();
  #inferences = [];
  #running = false;
  #inference = null;

  constructor() {
    const types = PerformanceObserver.supportedEntryTypes;
    if (types.includes('longtask')) {
      new PerformanceObserver((list) => {
        list.getEntries().forEach((entry) => this.#running && this.#tasks.push(entry.duration));
      }).observe({ type: 'longtask' });
    }
    if (types.includes('event')) {
      new PerformanceObserver((list) => {
        for (const { interactionId, duration } of list.getEntries()) {
          if (this.#running && interactionId) {
            this.#events.set(interactionId, Math.max(duration, this.#events.get(interactionId) ?? 0));
          }
        }
      }).observe({ type: 'event', durationThreshold: 16 });
    }
  }

  /** Opens the model; what Bench.open says, or null without one. */
  async open() {
    const opened = bench && (await bench.open());
    // The first runs are no part of what a visitor of the page feels later.
    await bench?.warm(300);
    return opened;
  }

  async start() {
    await this.#clip.start();
    this.#running = true;
    let last = performance.now();
    const frame = (now) => {
      if (this.#running) {
        this.#frames.push(now - last);
        last = now;
        this.#clip.draw(now);
        requestAnimationFrame(frame);
      }
    };
    requestAnimationFrame((now) => {
      last = now;
      requestAnimationFrame(frame);
    });
    this.started = performance.now();
    this.#inference = this.#infer();
  }

  async #infer() {
    while (bench && this.#running) {
      const seen = this.#clip.label;
      const before = performance.now();
      await bench.once();
      const took = performance.now() - before;
      this.#inferences.push(took);
      this.#clip.answer(seen);
      await turn();
      if (pause > 0) {
        await new Promise((resolve) => setTimeout(resolve, pause * took));
      }
    }
  }

  async stop() {
    this.#running = false;
    const elapsed = (performance.now() - this.started) / 1e3;
    await this.#inference;
    const frames = this.#frames;
    const steps = Object.values(this.#application.steps).flat();
    const interactions = [...this.#events.values()];
    return {
      seconds: elapsed,
      frames_per_second: frames.length / elapsed,
      frame_p95_ms: quantile(frames, 0.95),
      frame_max_ms: Math.max(...frames),
      video_frames_per_second: this.#clip.presented / elapsed,
      input_to_paint_median_ms: quantile(steps, 0.5),
      input_to_paint_p95_ms: quantile(steps, 0.95),
      render_median_ms: quantile(this.#application.steps.table, 0.5),
      inp_ms: interactions.length ? Math.max(...interactions) : null,
      interactions: steps.length,
      long_tasks: this.#tasks.length,
      long_tasks_ms: this.#tasks.reduce((sum, task) => sum + task, 0),
      inferences_per_second: this.#inferences.length / elapsed,
      inference_median_ms: quantile(this.#inferences, 0.5),
      accuracy: bench ? this.#clip.accuracy() : null,
    };
  }
}

const experience = new Experience();
window.experience = experience;

/** Clicks by itself, shows what was measured, and offers it as a file. */
async function byHand() {
  const row = { config: { ...config, pause, seconds }, browser: navigator.userAgent };
  try {
    element('state').textContent = 'opening the model';
    await experience.open();
    element('state').textContent = 'measuring';
    await experience.start();
    for (const end = performance.now() + seconds * 1e3; performance.now() < end; ) {
      for (const name of ['add', 'toggle', 'filter', 'table']) {
        element(name).click();
        await new Promise((resolve) => setTimeout(resolve, 120));
      }
    }
    Object.assign(row, await experience.stop());
  } catch (error) {
    row.reason = String(error?.message ?? error);
  }
  element('state').textContent = row.reason ?? 'done';
  for (const [name, value] of Object.entries(row)) {
    const line = element('row').insertRow();
    line.insertCell().textContent = name;
    line.insertCell().textContent = typeof value === 'object' ? JSON.stringify(value) : value;
  }
  const link = element('download');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(row) + '\n'], { type: 'application/json' }));
  link.download = `assam-experience-${config.peer}.json`;
  link.hidden = false;
  window.measured = row;
}

if (given.get('driven') === '1') {
  element('state').textContent = 'driven from outside';
} else {
  await byHand();
}
