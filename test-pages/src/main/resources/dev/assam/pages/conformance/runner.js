// Installs window.assamRunner: runs one case through assam.js and answers {outputs} or {error}.
async () => {
  const { open } = await import('/assam/assam.js');
  const arrays = {
    float32: Float32Array, float64: Float64Array, int8: Int8Array, uint8: Uint8Array,
    int16: Int16Array, uint16: Uint16Array, int32: Int32Array, uint32: Uint32Array,
    int64: BigInt64Array, uint64: BigUint64Array, bool: Uint8Array,
    float16: globalThis.Float16Array ?? Uint16Array, bfloat16: Uint16Array,
    int4: Int8Array, int2: Int8Array,
  };
  const decode = base64 => Uint8Array.from(atob(base64), c => c.charCodeAt(0));
  const encode = data => {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    let text = '';
    for (let i = 0; i < bytes.length; i += 32768) {
      text += String.fromCharCode(...bytes.subarray(i, i + 32768));
    }
    return btoa(text);
  };
  const toAssam = value => {
    if (value === null || value === undefined) return null;
    if (Array.isArray(value)) return value.map(toAssam);
    const { type, dims, strings, base64 } = value;
    const data = strings ?? new (arrays[type] ?? Uint8Array)(decode(base64).buffer);
    return { type, dims, data };
  };
  const fromAssam = value => {
    if (value === null || value === undefined) return null;
    if (Array.isArray(value)) return value.map(fromAssam);
    const { type, dims, data } = value;
    return type === 'string'
      ? { type, dims: [...dims], strings: [...data] }
      : { type, dims: [...dims], base64: encode(data) };
  };
  window.assamRunner = async ({ model, inputs, options }) => {
    let opened;
    try {
      opened = await open(decode(model), options);
      const given = {};
      for (const [name, value] of Object.entries(inputs)) given[name] = toAssam(value);
      const outputs = await opened.run(given);
      return { outputs: opened.outputs.map(({ name }) => fromAssam(outputs[name])) };
    } catch (e) {
      return { error: `${e.code ?? 'JS'} ${e.message}` };
    } finally {
      opened?.close();
    }
  };
}
