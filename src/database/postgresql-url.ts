import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';

type TlsMode = 'disable' | 'require' | 'verify-ca' | 'verify-full';

interface Tls {
  readonly mode: TlsMode;
  /** The file with certificates of authorities; null for those that Node.js knows. */
  readonly sslrootcert: string | null;
  readonly sslcert: string | null;
  readonly sslkey: string | null;
}

/** Where a PostgreSQL is, and as whom to get in. What is empty or 0 is left to the environment (`PGHOST`, `PGUSER`, …). */
export interface PostgresqlPlace {
  /** A name, an address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Null where the URL says nothing of it: then there is no TLS unless `PGSSLMODE` asks for it. */
  readonly tls: Tls | null;
}

const MODES: readonly string[] = ['disable', 'require', 'verify-ca', 'verify-full'] satisfies TlsMode[];

/**
 * Reads a connection URI as PostgreSQL's own programs take it (its documentation, 32.1.1.2): `host` may be a parameter,
 * such as the folder of a socket, and `sslmode` says what is asked of TLS. Parameters of other names are not looked at.
 * Null for anything else, which includes `sslmode=prefer` and `allow`: they go on in plain text where they have to, and
 * who writes them may not expect that.
 */
export function readPostgresqlUrl(text: string): PostgresqlPlace | null {
  // With a user and without a host, as sockets are often written, it is no URL to URL.parse.
  const withHost = URL.parse(text);
  const url = withHost ?? URL.parse(text.replace('@/', '@localhost/'));
  if (url === null || !/^postgres(ql)?:\/\/./.test(text)) return null;
  const parameter = (name: string) => url.searchParams.get(name) || null;
  try {
    const tls = readTls(parameter);
    const port = Number(parameter('port') ?? url.port);
    const database = parameter('dbname') ?? decodeURIComponent(url.pathname.slice(1));
    if (tls === undefined || !Number.isInteger(port) || database === '') return null;
    return {
      host: parameter('host') ?? decodeURIComponent(withHost?.hostname ?? '').replace(/^\[(.+)\]$/, '$1'),
      port,
      user: parameter('user') ?? decodeURIComponent(url.username),
      password: parameter('password') ?? decodeURIComponent(url.password),
      database,
      tls,
    };
  } catch {
    return null; // A percent sign that encodes nothing.
  }
}

/** Undefined where it can't be granted. */
function readTls(parameter: (name: string) => string | null): PostgresqlPlace['tls'] | undefined {
  const [sslrootcert, sslcert, sslkey] = [parameter('sslrootcert'), parameter('sslcert'), parameter('sslkey')];
  // Who names an authority wants it asked.
  const mode = parameter('sslmode') ?? (sslrootcert === null ? null : 'verify-full');
  if (mode === null) return sslcert === null && sslkey === null ? null : undefined;
  if (!isMode(mode) || (mode === 'verify-ca' && sslrootcert === null)) return undefined;
  // Anybody may have a certificate of an authority that all know: that says something only with the host's name.
  if (sslrootcert === 'system')
    return mode === 'verify-full' ? { mode, sslrootcert: null, sslcert, sslkey } : undefined;
  return { mode, sslrootcert, sslcert, sslkey };
}

function isMode(mode: string): mode is TlsMode {
  return MODES.includes(mode);
}

/**
 * For node-postgres; reads the files.
 * As for PostgreSQL's own programs `require` asks for encryption, and for a certificate of the authority where one is
 * named, `verify-ca` for such a certificate, and `verify-full` for one of this host; a socket has no TLS.
 */
export function tlsOptions({ host, tls }: PostgresqlPlace): ConnectionOptions | false | undefined {
  if (host.startsWith('/')) return false;
  if (tls === null) return undefined;
  const { mode, sslrootcert, sslcert, sslkey } = tls;
  if (mode === 'disable') return false;
  return {
    ...(sslrootcert !== null && { ca: readFileSync(sslrootcert, 'utf8') }),
    ...(sslcert !== null && { cert: readFileSync(sslcert, 'utf8') }),
    ...(sslkey !== null && { key: readFileSync(sslkey, 'utf8') }),
    // The driver names only hosts that are no address, and for others Node.js would ask for "localhost".
    ...(host !== '' && { host }),
    ...(mode === 'require' && sslrootcert === null && { rejectUnauthorized: false }),
    ...(mode !== 'verify-full' && { checkServerIdentity: () => undefined }),
  };
}
