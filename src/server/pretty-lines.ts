import type { DestinationStream } from 'pino';
import { prettyFactory } from 'pino-pretty';

/** In this process and at once: a stream or a worker thread would lose the last lines of a crash. */
export function prettyLines(destination: DestinationStream, colorize: boolean): DestinationStream {
  const pretty = prettyFactory({ colorize, singleLine: true, translateTime: "UTC:yyyy-mm-dd'T'HH:MM:ss.l'Z'" });
  return { write: (line) => destination.write(pretty(line)) };
}
