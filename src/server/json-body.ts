import type { FastifyInstance, FastifyRequest } from 'fastify';

const DEEPEST = 100;

class MalformedBody extends Error {
  readonly statusCode: number = 400;
  readonly code: string = 'FST_ERR_CTP_INVALID_JSON_BODY';
}

class UnknownEncoding extends MalformedBody {
  override readonly statusCode = 415;
  override readonly code = 'UNKNOWN_ENCODING';
}

/**
 * Reads JSON in UTF-8 and nothing that two parsers could read differently: no member twice, no `__proto__`, nothing
 * nested so deeply that whoever handles it runs out of stack.
 */
export function acceptJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addHook('onRequest', ({ headers }, _reply, done) => {
    // Nothing here unpacks a body, so that a small one never becomes a large one.
    const encoding = headers['content-encoding'];
    done(encoding !== undefined && encoding.toLowerCase() !== 'identity' ? new UnknownEncoding() : undefined);
  });
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = body.toString();
    if (!isUtf8(request)) done(new UnknownEncoding());
    else if (text !== '' && isAmbiguous(text)) done(new MalformedBody());
    else void parse(request, text, done);
  });
}

function isUtf8({ headers }: FastifyRequest): boolean {
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(headers['content-type'] ?? '')?.[1];
  return charset === undefined || /^utf-?8$/i.test(charset);
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/** One pass over the text, with a place on the stack for each object that is open. */
function isAmbiguous(text: string): boolean {
  const open: (Set<string> | null)[] = [];
  let string = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':' && !isNew(open.at(-1), string)) return true;
    else string = token;
    if (open.length > DEEPEST) return true;
  }
  return false;
}

function isNew(members: Set<string> | null | undefined, name: string): boolean {
  if (!members) return true;
  // Two spellings of one name: "a" and "\u0061".
  const plain = name.includes('\\') ? unescaped(name) : name.slice(1, -1);
  if (members.has(plain)) return false;
  members.add(plain);
  return true;
}

function unescaped(name: string): string {
  try {
    return String(JSON.parse(name));
  } catch {
    return name;
  }
}
