import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { freshPostgres, type TestDatabase } from './test-database.js';

/** The paths of certificates that are good for a hundred years; the server's is one for `localhost`, of `authority`. */
export const certificates = {
  authority: pathOf('authority.pem'),
  anotherAuthority: pathOf('another-authority.pem'),
  /** Of the server, and good for a client as well. */
  own: pathOf('server.pem'),
  ownKey: pathOf('server.key'),
};
const identity = { cert: readFileSync(certificates.own), key: readFileSync(certificates.ownKey) };

/** By which a client of PostgreSQL asks for TLS. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/** A PostgreSQL database behind a door that offers TLS, and lets in who doesn't ask for it as well. */
export class TlsDoor implements TestDatabase {
  private readonly sockets = new Set<Socket>();
  /** How those came in who got through the door. */
  readonly entered: ('encrypted' | 'plain')[] = [];
  /** Whom the certificates of clients named. */
  readonly named: string[] = [];

  private constructor(
    readonly url: string,
    private readonly beyond: TestDatabase,
    private readonly door: Server,
  ) {
    door.on('connection', (near: Socket) => void this.receive(near).catch(() => near.destroy()));
  }

  /** @param path of a Unix socket; a free port where there is none */
  static async open(path?: string): Promise<TlsDoor> {
    const beyond = await freshPostgres();
    const door = createServer();
    door.listen(path === undefined ? { port: 0, host: '127.0.0.1' } : { path });
    await once(door, 'listening');
    const port = path === undefined ? String((door.address() as AddressInfo).port) : '';
    return new TlsDoor(Object.assign(new URL(beyond.url), { port }).href, beyond, door);
  }

  async drop(): Promise<void> {
    this.door.close();
    for (const socket of this.sockets) socket.destroy();
    await this.beyond.drop();
  }

  private async receive(near: Socket): Promise<void> {
    this.keep(near);
    const [first] = (await once(near, 'data')) as [Buffer];
    if (!first.equals(SSL_REQUEST)) return this.letIn(near, 'plain', first);
    near.pause();
    const secured = new TLSSocket(near, { isServer: true, requestCert: true, rejectUnauthorized: false, ...identity });
    this.keep(secured);
    near.write('S');
    const [opening] = (await once(secured, 'data')) as [Buffer];
    this.named.push(...[secured.getPeerCertificate().subject?.CN ?? []].flat());
    this.letIn(secured, 'encrypted', opening);
  }

  private letIn(near: Socket, how: 'encrypted' | 'plain', first: Buffer): void {
    this.entered.push(how);
    const { port, hostname } = new URL(this.beyond.url);
    const far = connect(Number(port), hostname);
    this.keep(far);
    far.write(first);
    near.pipe(far).pipe(near);
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
  }
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(`certificates/${file}`, import.meta.url));
}
