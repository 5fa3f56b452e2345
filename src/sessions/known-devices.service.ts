import type { EntityManager, QueryResult } from '@mikro-orm/sql';
import type { Clock } from '../kernel/clock.js';
import { KnownDeviceEntity } from './known-device.entity.js';

/** Tells a device that a user has not signed in from before. */
export class KnownDevices {
  constructor(private readonly clock: Clock) {}

  /** Remembers the device. @returns true for a new one beside others; the first of all is nothing to warn of */
  async meet(em: EntityManager, userId: string, deviceName: string | null): Promise<boolean> {
    const device = { user: userId, name: deviceName ?? '', lastSeenAt: this.clock.now() };
    const others = await em.count(KnownDeviceEntity, { user: userId });
    const insert = em.createQueryBuilder(KnownDeviceEntity).insert(device).onConflict(['user', 'name']).ignore();
    const isNew = (await insert.execute<QueryResult>('run')).affectedRows === 1;
    if (!isNew)
      await em.nativeUpdate(KnownDeviceEntity, { user: userId, name: device.name }, { lastSeenAt: device.lastSeenAt });
    return isNew && others > 0;
  }
}
