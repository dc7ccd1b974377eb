// Starts workers.

/** A module of another origin cannot be a worker itself, but a small one of ours may import it. */
export function spawn(url, name) {
  if (url.origin === globalThis.location?.origin) {
    return new Worker(url, { type: 'module', name });
  }
  const script = new Blob([`import ${JSON.stringify(url.href)};`], { type: 'text/javascript' });
  const address = URL.createObjectURL(script);
  try {
    return new Worker(address, { type: 'module', name });
  } finally {
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  }
}
