/** What goes wrong in Assam; `code` is a stable upper-case word, the message is for people. */
export class AssamError extends Error {
  constructor(code, message, options) {
    super(message, options);
    this.name = 'AssamError';
    this.code = code;
  }

  /** An AssamError as it is; anything else as INTERNAL with its message. */
  static from(error) {
    if (error instanceof AssamError) {
      return error;
    }
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return new AssamError('INTERNAL', message, { cause: error });
  }
}
