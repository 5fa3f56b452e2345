import { type EntityManager, LockMode } from '@mikro-orm/sql';
import type { Database } from '../database/database.js';
import type { Clock } from '../kernel/clock.js';
import { after, type Duration, hours } from '../kernel/duration.js';
import type { Ids } from '../kernel/ids.js';
import type { Logger } from '../kernel/logger.js';
import { type AvatarPicture, AvatarPictureEntity } from './avatar-picture.entity.js';
import { AVATAR_SIZES, avatarFileName, type AvatarSquares, type AvatarStore, pictureIdOf } from './avatar-store.js';

/** How long storing may take before the files count as left behind by a crash. */
const STORING: Duration = hours(1);
const DELETED_AT_ONCE = 8;
const CHECKED_A_ROUND = 2_000;

/** Says which of these users and pending registrations still have the picture that is kept for them. */
export type StillHeld = (em: EntityManager, pictures: readonly AvatarPicture[]) => Promise<ReadonlySet<string>>;

interface AvatarPicturesNeeds {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: AvatarStore | null;
  readonly logger: Logger;
}

/** The rows of pictures and their files, which must come and go together though no transaction spans both. */
export class AvatarPictures {
  private deletions: Promise<unknown> = Promise.resolve();
  private checkedTo = '00000000-0000-0000-0000-000000000000';

  constructor(private readonly needs: AvatarPicturesNeeds) {}

  get enabled(): boolean {
    return this.needs.store !== null;
  }

  /**
   * Puts the files into the store; `keep` gives them an owner. Until then they are marked to be discarded.
   *
   * @param pretend does the same work and keeps no file
   * @returns the picture's id, or null where the store could not take them
   */
  async put(squares: AvatarSquares, pretend: boolean): Promise<string | null> {
    const { store } = this.needs;
    if (store === null) return null;
    const id = this.needs.ids.next();
    const now = this.needs.clock.now();
    await this.needs.database.transaction((em) =>
      em.insert(AvatarPictureEntity, { id, createdAt: now, discardAt: after(now, STORING) }),
    );
    const puts = [...squares].map(async ([size, bytes]) => {
      const name = avatarFileName(id, size);
      await (pretend ? store.pretend(name, bytes) : store.put(name, bytes));
    });
    const failure = (await Promise.allSettled(puts)).find((put) => put.status === 'rejected');
    if (failure === undefined) return id;
    this.needs.logger.error('the avatar store did not take a picture', { error: failure.reason });
    await this.needs.database.transaction((em) => this.discardOne(em, id));
    return null;
  }

  /**
   * Makes the picture a subject's, in place of the one before.
   *
   * @param discardAt null to keep it for good
   * @returns false where storing took so long that it is gone
   */
  async keep(em: EntityManager, id: string, subjectId: string, discardAt: Date | null = null): Promise<boolean> {
    await this.discardOf(em, subjectId);
    const living = { id, discardAt: { $gt: this.needs.clock.now() } };
    return (await em.nativeUpdate(AvatarPictureEntity, living, { subjectId, discardAt })) === 1;
  }

  async discardOf(em: EntityManager, subjectId: string): Promise<void> {
    const kept = await em.find(AvatarPictureEntity, { subjectId, discardAt: null }, { fields: ['id'] });
    for (const { id } of kept) await this.discardOne(em, id);
  }

  /** The files go once the transaction is committed; should that fail, `sweep` sees to them. */
  async discardOne(em: EntityManager, id: string): Promise<void> {
    await em.nativeUpdate(AvatarPictureEntity, { id }, { discardAt: this.needs.clock.now() });
    this.needs.database.afterCommit(em, () => {
      this.deletions = Promise.all([this.deletions, this.delete([id]).catch(() => 0)]);
    });
  }

  /** Returns once the files of all that was discarded here are gone, or could not be deleted. */
  async settled(): Promise<void> {
    await this.deletions;
  }

  /** What a pending registration had becomes the user's. */
  async handOn(em: EntityManager, registrationId: string, userId: string): Promise<string | null> {
    const [kept] = await em.find(AvatarPictureEntity, { subjectId: registrationId, discardAt: null }, { limit: 1 });
    if (!kept) return null;
    await em.nativeUpdate(AvatarPictureEntity, { id: kept.id }, { subjectId: userId });
    return kept.id;
  }

  /** A file by its name from outside; null for any other name, and for a picture that nobody has any more. */
  async file(name: string): Promise<Uint8Array | null> {
    const id = pictureIdOf(name);
    if (this.needs.store === null || id === null) return null;
    // Asked each time: once it was replaced or removed, a picture is gone on every instance in the same moment.
    const kept = await this.needs.database.reader().count(AvatarPictureEntity, { id, discardAt: null });
    return kept === 1 ? this.needs.store.get(name) : null;
  }

  /** Deletes files that nobody has: what a crash left behind, or a store that was away. @returns how many pictures */
  async sweep(limit: number, stillHeld: StillHeld): Promise<number> {
    if (this.needs.store === null) return 0;
    await this.discardOrphans(stillHeld);
    const due = { discardAt: { $lte: this.needs.clock.now() } };
    const found = await this.needs.database.reader().find(AvatarPictureEntity, due, { fields: ['id'], limit });
    return this.delete(found.map(({ id }) => id));
  }

  /** A few at a time, going round: whoever holds the rows now has committed by the time they are locked here. */
  private async discardOrphans(stillHeld: StillHeld): Promise<void> {
    await this.needs.database.transaction(async (em) => {
      const kept = { id: { $gt: this.checkedTo }, discardAt: null };
      const locked = { orderBy: { id: 'asc' }, limit: CHECKED_A_ROUND, lockMode: LockMode.PESSIMISTIC_WRITE } as const;
      const pictures = await em.find(AvatarPictureEntity, kept, locked);
      const held = await stillHeld(em, pictures);
      for (const { id } of pictures) if (!held.has(id)) await this.discardOne(em, id);
      const last = pictures.length === CHECKED_A_ROUND ? pictures.at(-1) : undefined;
      this.checkedTo = last?.id ?? '00000000-0000-0000-0000-000000000000';
    });
    await this.settled();
  }

  private async delete(ids: readonly string[]): Promise<number> {
    let deleted = 0;
    for (let at = 0; at < ids.length; at += DELETED_AT_ONCE) {
      const some = ids.slice(at, at + DELETED_AT_ONCE);
      deleted += (await Promise.all(some.map((id) => this.deleteFiles(id)))).filter(Boolean).length;
    }
    return deleted;
  }

  private async deleteFiles(id: string): Promise<boolean> {
    const { store } = this.needs;
    if (store === null) return false;
    try {
      await Promise.all(AVATAR_SIZES.map((size) => store.delete(avatarFileName(id, size))));
      await this.needs.database.transaction((em) => em.nativeDelete(AvatarPictureEntity, { id }));
      return true;
    } catch (error) {
      this.needs.logger.warn('a picture could not be deleted; the next round tries again', { pictureId: id, error });
      return false;
    }
  }
}
