import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import S3rver from 's3rver';
import type { S3Location } from '../../src/avatars/s3-avatar-store.js';

/** A server that speaks S3, with one bucket. It knows one key, and takes its signatures (version 4) unread. */
export async function startS3(): Promise<{ location: S3Location; readonly stop: () => Promise<void> }> {
  const directory = mkdtempSync(join(process.env['TEST_RUN_FOLDER'] ?? '', 's3-'));
  const options = { address: '127.0.0.1', port: 0, silent: true, directory, configureBuckets: [{ name: 'pictures' }] };
  const server = new S3rver({ ...options, vhostBuckets: false, resetOnClose: false });
  const { port } = await server.run();
  return {
    location: {
      bucket: 'pictures',
      prefix: 'users/avatars',
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
    },
    async stop() {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
