import { types } from 'node:util';
import { type DestinationStream, pino } from 'pino';
import type { LogFields, Logger } from '../kernel/logger.js';
import { RecentMap } from '../kernel/recent-map.js';

export interface LoggerOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly format: 'pretty' | 'json';
}

const REDACTED = '[redacted]';
const MAX_DEPTH = 6;
const MAX_ENTRIES = 100;
const MAX_TEXT = 10_000;
/** How long a line may wait for others, in milliseconds. */
const LONGEST_WAIT = 50;
/** What a pipe takes whole, so that lines of two processes don't mix in one (PIPE_BUF of Linux). */
const WRITTEN_AT_ONCE = 4_096;

/**
 * The server's logger. It writes no secrets: in fields they are known by their names, in texts by their looks.
 *
 * @param stream where the lines go; standard output by default
 */
export async function createLogger({ level, format }: LoggerOptions, stream?: DestinationStream): Promise<Logger> {
  const lines = stream === undefined ? standardOutput(format === 'json') : { stream, flush() {} };
  const destination =
    format === 'pretty' ? await pretty(lines.stream, stream === undefined && process.stdout.isTTY) : lines.stream;
  const formatters = { level: (label: string) => ({ level: label }) };
  const log = pino({ level, base: null, timestamp: isoTime(), formatters }, destination);
  const write =
    (at: LoggerOptions['level']) =>
    (message: string, fields: LogFields = {}) => {
      if (!log.isLevelEnabled(at)) return;
      log[at](withoutSecrets(fields), withoutSecretText(message));
      if (at === 'warn' || at === 'error') lines.flush();
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

/** Many lines have the same millisecond. */
function isoTime(): () => string {
  let [at, text] = [0, ''];
  return () => {
    const now = Date.now();
    if (now !== at) [at, text] = [now, `,"time":"${new Date(now).toISOString()}"`];
    return text;
  };
}

interface Lines {
  readonly stream: DestinationStream;
  flush(): void;
}

/**
 * @param gather lines of one moment are written together: a write for each would be most of what a line costs. What tells
 *   of trouble is written at once, and the rest when the process exits
 */
function standardOutput(gather: boolean): Lines {
  if (!gather) return { stream: pino.destination({ dest: 1, sync: true }), flush() {} };
  const output = pino.destination({ dest: 1, sync: true });
  let waiting = '';
  const flush = () => {
    if (waiting !== '') output.write(waiting);
    waiting = '';
  };
  process.once('exit', flush);
  const write = (line: string) => {
    if (waiting.length + line.length > WRITTEN_AT_ONCE) flush();
    if (waiting === '') setTimeout(flush, LONGEST_WAIT).unref();
    waiting += line;
  };
  return { stream: { write }, flush };
}

/** Loaded by developers' servers alone. */
async function pretty(destination: DestinationStream, colorize: boolean): Promise<DestinationStream> {
  const { prettyLines } = await import('./pretty-lines.js');
  return prettyLines(destination, colorize);
}

const SECRET_NAME =
  /password|passwd|passphrase|secret|token|authorization|cookie|credential|hash|digest|apikey|privatekey|jwt|(?<!status|error|exit)codes?$|links?$/;

interface Name {
  readonly text: string;
  readonly isSecret: boolean;
}

/** Most lines have the same few names. */
const namesSeen = new RecentMap<string, Name>(500);

function nameOf(key: string): Name {
  const seen = namesSeen.get(key);
  if (seen) return seen;
  const isSecret = SECRET_NAME.test(key.toLowerCase().replace(/[^a-z]/g, ''));
  const name = { text: withoutSecretText(key), isSecret };
  if (key.length <= SHORT) namesSeen.set(key, name);
  return name;
}

/** A null or a truth value under the name of a secret tells nothing and stays. */
function isTelling(value: unknown): boolean {
  return value !== null && value !== undefined && typeof value !== 'boolean';
}

function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return withoutSecretText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (types.isDate(value)) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof URL) return withoutSecretText(value.href);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= MAX_DEPTH) return '[deep]';
  if (types.isNativeError(value) || value instanceof Error) return describeError(value, depth);
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map((item) => withoutSecrets(item, depth + 1));
  const clean: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value).slice(0, MAX_ENTRIES)) {
    const { text, isSecret } = nameOf(key);
    // `__proto__` would not become a property.
    if (text !== '__proto__') clean[text] = isSecret && isTelling(item) ? REDACTED : withoutSecrets(item, depth + 1);
  }
  return clean;
}

/** Named parts only: a driver's error also carries the query and the values that were to be stored. */
function describeError(error: Error, depth: number): Record<string, unknown> {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const { code } = error as { code?: unknown };
  return {
    type: withoutSecretText(error.name),
    message: withoutSecretText(error.message),
    ...(typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? { code } : {}),
    stack: frames.map(withoutSecretText).join('\n'),
    ...(error.cause === undefined ? {} : { cause: withoutSecrets(error.cause, depth + 1) }),
    ...(error instanceof AggregateError ? { errors: withoutSecrets(error.errors, depth + 1) } : {}),
  };
}

/** What a secret looks like in running text, with what takes its place. */
const secretTexts: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${REDACTED}`],
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]*){1,3}/g, REDACTED],
  [/\$(argon2(?:id|i|d)|2[aby]|scrypt|pbkdf2[\w-]*)\$[^\s'"]+/g, REDACTED],
  [/:\/\/[^\s/'"]+@/g, `://${REDACTED}@`],
  [/([?&#](?:\w*token|code|ticket|state)=)[^&\s'"]+/gi, `$1${REDACTED}`],
  [/((?:password|secret|token)\w*["']?\s*[:=]\s*)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/gi, `$1${REDACTED}`],
  [/(\bcode["']?\s{0,3}[:=]?\s{0,3}["']?)\d{6}\b/gi, `$1${REDACTED}`],
  // A token or SHA-256 digest in base64url has 43 characters; what is sealed has more.
  [/(?<![\w-])[\w-]{43,}={0,2}/g, REDACTED],
];

/** What any of `secretTexts` needs to match, and the control characters: a text without it stays as it is, and most are. */
const SUSPICIOUS =
  /bearer|basic|eyJ|[$=]|:\/\/|password|secret|token|code|[\w-]{43}|[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/iu;

/** Ids and addresses: of letters that spell none of these words, and too short for a token. */
const PLAIN = /^[\da-f.:-]{0,42}$/;
const SHORT = 42;
/** Whether they are suspicious. Most lines have the same few names, routes and messages. */
const textsSeen = new RecentMap<string, boolean>(500);

function isSuspicious(text: string): boolean {
  if (text.length > SHORT) return SUSPICIOUS.test(text);
  if (PLAIN.test(text)) return false;
  let suspicious = textsSeen.get(text);
  if (suspicious === undefined) textsSeen.set(text, (suspicious = SUSPICIOUS.test(text)));
  return suspicious;
}

/** Also takes the control characters out: a line break or an escape sequence in a person's text must not forge a line (ASVS 16.4.1). */
function withoutSecretText(text: string): string {
  const bounded = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  if (!isSuspicious(bounded)) return bounded;
  const clean = secretTexts.reduce((left, [pattern, replacement]) => left.replace(pattern, replacement), bounded);
  return clean.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, escapeUnicode);
}

function escapeUnicode(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
