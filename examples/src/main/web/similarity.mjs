import {
  addFigure,
  addLoadFigures,
  byId,
  chosenOptions,
  downloadText,
  drawn,
  median,
  milliseconds,
  openModels,
  showError,
  showReport,
  showStatus,
} from './page.mjs';
import * as pipelines from './pipelines.mjs';

const TOKENIZER = 'models/all-minilm-l6-v2-tokenizer.json';

let opened = null;
let tokenizer = null;
let embeddings = new Map();
let runs = [];

/** Opens the chosen model, or hands out the one that is open with the same options. */
async function model() {
  const chosen = byId('model').selectedOptions[0];
  const options = chosenOptions();
  const key = JSON.stringify([chosen.value, options]);
  if (opened?.key !== key) {
    close();
    tokenizer ??= pipelines.tokenizer(await downloadText(TOKENIZER));
    const files = [{ url: `models/${chosen.value}`, bytes: Number(chosen.dataset.bytes) }];
    opened = { key, files, ...(await openModels(files, options)) };
  }
  return opened.models[0];
}

function close() {
  opened?.models.forEach((model) => model.close());
  opened = null;
  embeddings = new Map();
  runs = [];
}

/** The sentence's vector; a sentence that was there before is not run again. */
async function embed(model, sentence) {
  if (!embeddings.has(sentence)) {
    const pieces = pipelines.pieces(tokenizer, sentence);
    const inputs = pipelines.sentenceInputs(pieces);
    const start = performance.now();
    const outputs = await model.run(inputs);
    runs.push(performance.now() - start);
    const first = outputs[model.outputs[0].name];
    embeddings.set(sentence, pipelines.embedding(first, pieces.length));
  }
  return embeddings.get(sentence);
}

async function compare() {
  const sentences = byId('sentences').value.split('\n').map((s) => s.trim()).filter((s) => s);
  showError(null);
  if (sentences.length < 2) {
    showError(new Error('Two sentences or more are needed, each on a line of its own.'));
    return;
  }
  byId('go').disabled = true;
  try {
    const ready = await model();
    const vectors = [];
    for (const [i, sentence] of sentences.entries()) {
      showStatus(`Sentence ${i + 1} of ${sentences.length}`, i / sentences.length);
      await drawn();
      vectors.push(await embed(ready, sentence));
    }
    byId('results').hidden = false;
    showMatrix(sentences, vectors);
    showFigures();
    showReport(byId('report'), ready.report());
    showStatus(`${sentences.length} sentences compared.`, null);
  } catch (e) {
    close();
    showError(e);
  } finally {
    byId('go').disabled = false;
  }
}

function showMatrix(sentences, vectors) {
  const table = byId('matrix');
  table.replaceChildren();
  const heads = table.createTHead().insertRow();
  heads.insertCell();
  for (const i of sentences.keys()) {
    heads.append(head('col', `${i + 1}`, sentences[i]));
  }
  const body = table.createTBody();
  for (const [i, sentence] of sentences.entries()) {
    const row = body.insertRow();
    row.append(head('row', `${i + 1}. ${sentence}`));
    for (const [j, other] of sentences.entries()) {
      const value = pipelines.similarity(vectors[i], vectors[j]);
      const cell = row.insertCell();
      cell.textContent = value.toFixed(2);
      cell.title = `${sentence}\n${other}`;
      cell.style.background = `rgb(var(--shade) / ${(0.55 * Math.max(0, value)).toFixed(2)})`;
    }
  }
}

function head(scope, text, title = '') {
  const cell = document.createElement('th');
  cell.scope = scope;
  cell.textContent = text;
  cell.title = title;
  return cell;
}

function showFigures() {
  const body = byId('figures');
  body.replaceChildren();
  addLoadFigures(body, opened, opened.files);
  addFigure(body, 'First sentence', milliseconds(runs[0]), 'sum');
  if (runs.length > 1) {
    const later = runs.slice(1);
    addFigure(body, `Following sentences, median of ${later.length}`, milliseconds(median(later)), 'sum');
  }
}

byId('form').addEventListener('submit', (event) => {
  event.preventDefault();
  compare();
});
addEventListener('pagehide', close);
byId('threads').value = crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency) : 1;
