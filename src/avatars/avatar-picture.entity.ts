import { defineEntity, type InferEntity, p } from '@mikro-orm/sql';

/**
 * A picture whose files are in the store, or may be: the row is written before the first file and goes after the last
 * one, so that no crash leaves a file that nobody knows of.
 */
export const AvatarPictureEntity = defineEntity({
  name: 'AvatarPicture',
  tableName: 'avatar_pictures',
  properties: {
    /** A part of the files' names. */
    id: p.uuid().primary(),
    /** The user, or the pending registration, whose picture it is; null while it is being stored. */
    subjectId: p.uuid().nullable().index(),
    /** From when the files may be deleted; null while somebody has the picture. */
    discardAt: p.datetime(3).nullable().index(),
    createdAt: p.datetime(3),
  },
});

export type AvatarPicture = InferEntity<typeof AvatarPictureEntity>;
