import type { Readable } from 'node:stream';
import { type Duration, seconds } from '../kernel/duration.js';

export type BodyProblem = 'TOO_LARGE' | 'TOO_SLOW' | 'BROKEN_OFF';

/** How slow a body may be. */
export interface Pace {
  /** For all of it. */
  readonly patience: Duration;
  /** Bytes a second on average, from the first look on: who drips holds a place no longer than until then. */
  readonly leastRate: number;
  /** How often that is looked at. */
  readonly look: Duration;
}

/**
 * Reads a body that may lie about its length or never end. What is left of one that is refused stays unread, and the
 * stream open: the answer must still reach who sends it.
 */
export function readUpload(
  body: Readable,
  maxBytes: number,
  { patience, leastRate, look }: Pace,
): Promise<Buffer | BodyProblem> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let looks = 0;
    const done = (result: Buffer | BodyProblem) => {
      clearInterval(timer);
      body.off('data', onData).off('end', onEnd).off('close', onBreak);
      resolve(result);
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) done('TOO_LARGE');
      else chunks.push(chunk);
    };
    const onEnd = () => done(Buffer.concat(chunks, size));
    const onBreak = () => done('BROKEN_OFF');
    const timer = setInterval(() => {
      const lasted = ++looks * look;
      if (lasted >= patience || size < (leastRate * lasted) / seconds(1)) done('TOO_SLOW');
    }, look);
    // Stays: a connection that breaks after the answer is nobody's problem, but without a listener it would be a crash.
    body.on('error', onBreak);
    body.on('data', onData).on('end', onEnd).on('close', onBreak);
  });
}
