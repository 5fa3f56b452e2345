import { S3mini } from 's3mini';
import { type Duration, seconds } from '../kernel/duration.js';
import type { AvatarStore } from './avatar-store.js';

export interface S3Location {
  readonly bucket: string;
  /** What the names of all objects begin with, without a slash at either end; empty for none. */
  readonly prefix: string;
  /** For example `https://s3.eu-central-1.amazonaws.com`; the bucket follows as a part of the path. */
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const PATIENCE: Duration = seconds(5);

/** Pictures as objects of a private bucket: nobody but this server needs to read there. */
export class S3AvatarStore implements AvatarStore {
  private readonly client: S3mini;
  private readonly prefix: string;

  constructor({ bucket, prefix, endpoint, region, accessKeyId, secretAccessKey }: S3Location) {
    this.client = new S3mini({
      accessKeyId,
      secretAccessKey,
      region,
      endpoint: `${endpoint.replace(/\/+$/, '')}/${bucket}`,
      requestAbortTimeout: PATIENCE,
    });
    this.prefix = prefix === '' ? '' : `${prefix}/`;
  }

  /** S3 makes an object visible once all of it has arrived. */
  async put(name: string, bytes: Uint8Array): Promise<void> {
    const answer = await this.client.putObject(this.prefix + name, Buffer.from(bytes), 'image/webp');
    if (!answer.ok) throw new Error(`the store answered ${answer.status}`);
  }

  /** The object goes in the background: waiting for that would tell it from `put` by time. */
  async pretend(name: string, bytes: Uint8Array): Promise<void> {
    await this.put(name, bytes);
    void this.delete(name).catch(() => {});
  }

  async get(name: string): Promise<Uint8Array | null> {
    const bytes = await this.client.getObjectArrayBuffer(this.prefix + name);
    return bytes === null ? null : new Uint8Array(bytes);
  }

  async delete(name: string): Promise<void> {
    await this.client.deleteObject(this.prefix + name);
  }
}
