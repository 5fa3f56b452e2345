import type { FastifyInstance } from 'fastify';

export interface Route {
  readonly method: string;
  /** With `:name` for a parameter, as it was declared. */
  readonly url: string;
}

/** Every route of a server, so that what is said of all of them can be tried on all of them. */
export class Routes {
  readonly all: Route[] = [];

  constructor(app: FastifyInstance) {
    app.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) if (url !== '*') this.all.push({ method: each, url });
    });
  }

  /** The methods that a path takes; none where there is nothing. */
  methodsOf(path: string): readonly string[] {
    return [...new Set(this.all.filter(({ url }) => matches(url, path)).map(({ method }) => method))].sort();
  }
}

function matches(url: string, path: string): boolean {
  const [parts, given] = [url.split('/'), path.split('/')];
  if (parts.at(-1) === '*') return parts.slice(0, -1).every((part, index) => part === given[index]);
  return parts.length === given.length && parts.every((part, index) => part.startsWith(':') || part === given[index]);
}
