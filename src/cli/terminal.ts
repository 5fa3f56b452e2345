import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The person, or the pipe, at the other end of a command. */
export interface Terminal {
  /** Whether a person sees what is written to standard error. */
  readonly isInteractive: boolean;
  /** Asks without showing what is typed; null where nobody is there to answer. */
  askSecret(question: string): Promise<string | null>;
  readonly input: AsyncIterable<Uint8Array>;
  /** Writes to standard output as fast as whoever reads takes it. */
  write(text: string): Promise<void>;
  /** Writes over the last line of standard error. */
  status(text: string): void;
}

export const processTerminal: Terminal = {
  isInteractive: process.stderr.isTTY,
  askSecret,
  input: process.stdin,
  async write(text) {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  },
  status: (text) => void process.stderr.write(`\r\u001b[K${text}`),
};

async function askSecret(question: string): Promise<string | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  // readline shows what is typed by writing it to its output; it gets one that shows nothing.
  const { Writable } = await import('node:stream');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  process.stderr.write(question);
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await new Promise<string | null>((resolve) => {
      reader.once('line', resolve);
      reader.once('SIGINT', () => resolve(null));
      reader.once('close', () => resolve(null));
    });
  } finally {
    reader.close();
    process.stderr.write('\n');
  }
}
