import type { Duration } from '../kernel/duration.js';
import { ProviderFailure } from './provider-failure.js';

/** A discovery document and a key set are a few kilobytes. */
const MOST_BYTES = 256 * 1_024;
const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

type Fetch = (
  url: string,
  options: { method?: string | undefined; headers?: unknown; body?: unknown; signal?: unknown },
) => Promise<Response>;

/** Whether a URL is one that secrets may be sent to: https, or this very machine. */
export function isSafeUrl(url: string): boolean {
  const parsed = URL.parse(url);
  if (parsed === null) return false;
  return parsed.protocol === 'https:' || (parsed.protocol === 'http:' && LOOPBACK.test(parsed.hostname));
}

/**
 * Asks a provider, and trusts it with nothing: neither with time, nor with memory, nor with where to go next. A
 * redirect is an answer like another, and is refused by whoever expects JSON (ASVS 15.3.2).
 */
export function providerFetch(timeout: Duration): Fetch {
  return async (url, { method, headers, body }) => {
    if (!isSafeUrl(url)) throw new ProviderFailure('provider_unavailable', 'a URL of the provider is not https');
    const signal = AbortSignal.timeout(timeout);
    try {
      const request = { method: method ?? 'GET', headers, body, redirect: 'manual', signal };
      const answer = await fetch(url, request as RequestInit);
      const text = await boundedText(answer);
      return new Response(answer.status === 204 ? null : text, {
        // `Response` can't be made with those below 200.
        status: answer.status < 200 ? 502 : answer.status,
        headers: { 'content-type': answer.headers.get('content-type') ?? '' },
      });
    } catch (error) {
      if (error instanceof ProviderFailure) throw error;
      throw new ProviderFailure('provider_unavailable', 'the provider could not be asked', error);
    }
  };
}

async function boundedText(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    // Leaving the loop cancels the stream.
    if (size > MOST_BYTES) throw new ProviderFailure('provider_unavailable', 'the answer of the provider is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
