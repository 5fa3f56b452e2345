import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { freshPostgres, type TestDatabase } from './test-database.js';

/** A PostgreSQL database behind a network that can begin to swallow its answers. */
export class SilentRoad implements TestDatabase {
  private readonly sockets = new Set<Socket>();
  private silent = false;
  /** How many connections were ever made. */
  connections = 0;

  private constructor(
    readonly url: string,
    private readonly beyond: TestDatabase,
    private readonly door: Server,
  ) {
    const { hostname, port } = new URL(beyond.url);
    door.on('connection', (near: Socket) => this.join(near, connect(Number(port), hostname)));
  }

  static async open(): Promise<SilentRoad> {
    const beyond = await freshPostgres();
    const door = createServer();
    door.listen(0, '127.0.0.1');
    await once(door, 'listening');
    const url = Object.assign(new URL(beyond.url), { host: `127.0.0.1:${(door.address() as AddressInfo).port}` }).href;
    return new SilentRoad(url, beyond, door);
  }

  /** What was on its way is lost, as are all answers until `clears`. */
  fallsSilent(): void {
    this.silent = true;
  }

  clears(): void {
    this.silent = false;
  }

  async drop(): Promise<void> {
    this.door.close();
    for (const socket of this.sockets) socket.destroy();
    await this.beyond.drop();
  }

  private join(near: Socket, far: Socket): void {
    this.connections += 1;
    near.pipe(far);
    far.on('data', (bytes) => this.silent || near.write(bytes));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
    }
  }
}
