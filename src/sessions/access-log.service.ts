import type { Database } from '../database/database.js';
import type { EventLog } from '../events/event-log.js';
import type { ClientInfo } from '../kernel/client-info.js';
import type { Clock } from '../kernel/clock.js';
import { before, type Duration, minutes, seconds } from '../kernel/duration.js';
import type { Logger } from '../kernel/logger.js';
import { SessionEntity } from './session.entity.js';
import { sessionEvents } from './session.events.js';
import type { FoundSession } from './session-lookup.js';

const AT_MOST_EVERY: Duration = minutes(15);
const WRITES_EVERY: Duration = seconds(1);

interface Access {
  readonly userId: string;
  readonly client: ClientInfo;
}

/** Records that a session is in use: now and then, many at once, and never on the time of a request. */
export class AccessLog {
  private noted = new Map<string, Access>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.write(), WRITES_EVERY).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }

  note({ id, accessRecordedAt }: FoundSession, userId: string, client: ClientInfo): void {
    if (!accessRecordedAt || accessRecordedAt <= this.longAgo()) this.noted.set(id, { userId, client });
  }

  /** Of several instances that noted one session, one records it: who moves its instant. */
  async write(): Promise<void> {
    const noted = this.noted;
    if (noted.size === 0) return;
    this.noted = new Map();
    try {
      await this.database.transaction(async (em) => {
        for (const [id, { userId, client }] of [...noted].sort(([one], [other]) => (one < other ? -1 : 1))) {
          const due = { id, $or: [{ accessRecordedAt: null }, { accessRecordedAt: { $lte: this.longAgo() } }] };
          if ((await em.nativeUpdate(SessionEntity, due, { accessRecordedAt: this.clock.now() })) === 0) continue;
          const kind = sessionEvents.protectedRouteAccessed;
          await this.events.recordEvent(em, { kind, userId, client, metadata: { sessionId: id } });
        }
      });
    } catch (error) {
      this.logger.warn('accesses were not recorded', { sessions: noted.size, error });
    }
  }

  private longAgo(): Date {
    return before(this.clock.now(), AT_MOST_EVERY);
  }
}
