import { type Duration, seconds } from '../kernel/duration.js';
import type { Logger } from '../kernel/logger.js';
import type { BreachedPasswords } from './breached-passwords.js';

const PATIENCE: Duration = seconds(1);
/** An answer has some thousand lines of forty bytes. */
const LARGEST_ANSWER = 1 << 20;

/**
 * Asks a public service for the digests that begin as the password's does (k-anonymity): it learns five of forty digits.
 * Padding hides from who watches the line how many those were. A service that is slow, away or odd keeps nobody from
 * choosing a password.
 */
export class BreachedRange implements BreachedPasswords {
  /** @param url such as `https://api.pwnedpasswords.com/range`; the five digits are appended */
  constructor(
    private readonly url: string,
    private readonly logger: Logger,
  ) {}

  async includes(sha1: Buffer): Promise<boolean> {
    const hex = sha1.toString('hex').toUpperCase();
    try {
      const answer = await this.ask(hex.slice(0, 5));
      return answer.split('\n').some((line) => isMatch(line.trim(), hex.slice(5)));
    } catch (error) {
      const reason = error instanceof Error ? error.name : 'unknown';
      this.logger.warn('the service for breached passwords did not answer; the password was not looked up', { reason });
      return false;
    }
  }

  async close(): Promise<void> {}

  private async ask(prefix: string): Promise<string> {
    const response = await fetch(`${this.url}/${prefix}`, {
      headers: { 'add-padding': 'true', 'user-agent': 'usergraph' },
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > LARGEST_ANSWER) throw new Error('an endless answer');
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('latin1');
  }
}

/** Padding has a count of 0. */
function isMatch(line: string, suffix: string): boolean {
  const [digits, count] = line.split(':');
  return digits?.toUpperCase() === suffix && Number(count) > 0;
}
